"""POST /user/factors/totp and …/verify: an app is enrolled by its first code."""

import xml.etree.ElementTree as ET
from base64 import b32decode
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from gatepost.database import db
from gatepost.factors.models import TotpFactor
from gatepost.serving.housekeeping import Housekeeping
from gatepost.users.models import User
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, begin, due, enrol, first, log_in, opens, second, verify
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

INVALID = (403, "invalid_proof")


@pytest.mark.asvs("6.5.3")
def test_an_app_gets_a_secret_of_160_bits_as_uri_and_as_a_picture(client: FlaskClient, ada: Person) -> None:
    answers = [begin(client, ada) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json["secret"] != answers[1].json["secret"]
    told = answers[0].json
    assert told.keys() == {"id", "secret", "uri", "qr"}
    assert len(b32decode(told["secret"])) == 20
    uri = urlsplit(told["uri"])
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", "/Gatepost:ada")
    given = parse_qs(uri.query)
    assert given.pop("secret") == [told["secret"]]
    assert given.pop("issuer") == ["Gatepost"]
    assert given in ({}, {"algorithm": ["SHA1"], "digits": ["6"], "period": ["30"]})
    assert ET.fromstring(told["qr"]).tag.endswith("svg")


@pytest.mark.parametrize(("name", "shown"), [("a: b", "a b"), ("::x::", "x"), ("Ünïcode & co", "Ünïcode & co")])
def test_the_name_of_the_service_has_no_colon_in_an_app(make_app: Callable[..., Flask], name: str, shown: str) -> None:
    client = make_app(service_name=name).test_client()
    uri = urlsplit(begin(client, People(client).join("ada")).json["uri"])
    assert unquote(uri.path) == f"/{shown}:ada"
    assert parse_qs(uri.query)["issuer"] == [shown]


def test_the_first_code_lets_it_count(client: FlaskClient, ada: Person, time: SetClock) -> None:
    begun = begin(client, ada).json
    assert client.get("/user/factors", headers=ada.signed).json["data"] == []
    assert first(client, ada).status_code == 200
    done = verify(client, ada, begun["id"], Authenticator(begun["secret"]).code())
    assert done.status_code == 200
    assert done.json.keys() == {"access_token", "recovery_codes"}
    ada.access_token = done.json["access_token"]
    moment = time.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    listed = client.get("/user/factors", headers=ada.signed).json
    assert listed == {
        "data": [{"id": begun["id"], "kind": "totp", "name": None, "created_at": moment, "last_used_at": moment}],
        "recovery_codes": 10,
        "message": "Success!",
        "status": 200,
    }
    assert first(client, ada).status_code == 403


def test_a_wrong_code_lets_nothing_count(app: Flask, client: FlaskClient, ada: Person, time: SetClock) -> None:
    record = Record(app)
    begun = begin(client, ada).json
    authenticator = Authenticator(begun["secret"])
    for wrong in (
        authenticator.wrong(),
        authenticator.code(steps=2),
        authenticator.code(steps=-2),
        "1234567",
        "x",
        "١٢٣٤٥٦",
    ):
        assert_refused(verify(client, ada, begun["id"], wrong), INVALID, (429, "too_many_requests"))
    assert ("factor.refused", ada.uuid, ada.uuid, time.now()) in record.new()
    assert first(client, ada).status_code == 200


def test_what_was_begun_is_another_users_to_nobody(client: FlaskClient, ada: Person, eve: Person) -> None:
    begun = begin(client, ada).json
    assert_refused(verify(client, eve, begun["id"], Authenticator(begun["secret"]).code()), INVALID)


def test_the_next_secret_replaces_one_that_was_not_verified(client: FlaskClient, ada: Person) -> None:
    lost, begun = (begin(client, ada).json for _ in range(2))
    assert_refused(verify(client, ada, lost["id"], Authenticator(lost["secret"]).code()), INVALID)
    assert verify(client, ada, begun["id"], Authenticator(begun["secret"]).code()).status_code == 200


def test_it_is_verified_once(client: FlaskClient, ada: Person, app_of_ada: Authenticator) -> None:
    assert_refused(verify(client, ada, app_of_ada.id, app_of_ada.code()), INVALID)


def test_a_secret_of_which_no_code_came_is_removed_after_an_hour(
    app: Flask, client: FlaskClient, ada: Person, time: SetClock, app_of_ada: Authenticator
) -> None:
    begin(client, ada)
    time.pass_(minutes=59)
    assert stored(app) == 2
    time.pass_(minutes=2)
    assert stored(app) == 1


def stored(app: Flask) -> int:
    Housekeeping(app).round()
    with app.app_context():
        return len(db.session.execute(select(TotpFactor.id)).all())


@pytest.mark.asvs("7.4.3")
def test_other_sessions_end_with_the_first_factor_and_with_no_other(
    client: FlaskClient, people: People, ada: Person, time: SetClock
) -> None:
    phone = people.log_in(ada)
    app = enrol(client, ada)
    assert opens(client, phone) == 401
    assert opens(client, ada) == 200
    laptop = log_in(client, ada, app)
    time.pass_(seconds=30)
    enrol(client, ada)
    assert opens(client, laptop) == 200


@pytest.mark.asvs("7.5.1")
def test_a_further_factor_takes_the_first_one(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, app: Flask
) -> None:
    forget_factor(app, ada)
    assert_refused(begin(client, ada), (401, "insufficient_user_authentication"))
    proven = client.post("/user/reauthenticate", json={"factor_code": app_of_ada.code()}, headers=ada.signed)
    assert proven.status_code == 200
    assert begin(client, ada).status_code == 201


def forget_factor(app: Flask, person: Person) -> None:
    """Let this session be one in which no factor was proven, as a trusted device begins it."""
    from gatepost.sessions.models import Session  # noqa: PLC0415

    with app.app_context():
        db.session.execute(update(Session).where(Session.id == person.session_id).values(factor_at=None))
        db.session.commit()


def test_ten_apps_are_enough(client: FlaskClient, ada: Person, time: SetClock) -> None:
    for _ in range(10):
        enrol(client, ada)
    assert_refused(begin(client, ada), (409, "too_many_factors"))


def test_any_of_several_apps_logs_in(client: FlaskClient, ada: Person, time: SetClock) -> None:
    for app in [enrol(client, ada) for _ in range(3)]:
        assert second(client, due(client, ada), app.code()).status_code == 200


@pytest.mark.asvs("6.3.7", "16.3.1")
def test_a_new_factor_is_told_and_on_record(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, time: SetClock
) -> None:
    record = Record(app)
    letters.new()
    enrol(client, ada)
    assert record.new() == [("factor.added", ada.uuid, ada.uuid, time.now())]
    assert letters.one("factor_added").values["username"] == "ada"


@pytest.mark.asvs("13.3.1")
def test_the_secret_is_stored_sealed_for_its_user_and_factor(
    app: Flask, client: FlaskClient, ada: Person, eve: Person, app_of_ada: Authenticator
) -> None:
    other = enrol(client, eve)
    with app.app_context():
        sealed = dict(db.session.execute(select(TotpFactor.id, TotpFactor.sealed_secret)).all())
        assert app_of_ada.secret not in sealed[app_of_ada.id]
        db.session.execute(
            update(TotpFactor).where(TotpFactor.id == app_of_ada.id).values(sealed_secret=sealed[other.id])
        )
        db.session.commit()
    assert_refused(second(client, due(client, ada), other.code()), INVALID)


def test_a_deleted_user_leaves_no_factor(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    assert client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert stored(app) == 0
    with app.app_context():
        assert db.session.scalars(select(User.uuid)).all() == []
