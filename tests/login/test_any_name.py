"""POST /user/login by mobile number or e-mail address: the same account, the same count, and nothing more is told."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from gatepost.contacts.models import Contact
from gatepost.database import db
from gatepost.throttling.models import ThrottleCount
from tests.login.test_log_in import told
from tests.one_time_codes.test_known_and_unknown import watched
from tests.passwords.resetting import EMAIL
from tests.passwords.resetting import with_email as with_email
from tests.support.people import People, Person
from tests.support.waiting import Waiting
from tests.throttling.devices import WRONG, Door
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

MOBILE = "+8801712345678"
BOTH = {"mobile": MOBILE, "email": EMAIL}
ONE_NAME = "Give one of username, mobile and email."


def log_in(client: FlaskClient, *, password: str = "password", **named: str) -> TestResponse:
    return client.post("/user/login", json={**named, "password": password})


def subject(answer: TestResponse) -> str:
    assert answer.status_code == 200, answer.text
    return str(opened(answer.json["access_token"])[1]["sub"])


@pytest.mark.parametrize("spelled", ["ada@example.org", " ADA@Example.ORG "])
def test_an_address_logs_in_as_its_user_in_any_spelling(client: FlaskClient, with_email: Person, spelled: str) -> None:
    assert subject(log_in(client, email=spelled)) == with_email.uuid


def test_a_number_logs_in_as_its_user_however_it_is_written(make_app: Callable[..., Flask]) -> None:
    client = make_app(phone_region="BD").test_client()
    ada = People(client).settle("ada", mobile="01712345678")
    for spelled in ("01712345678", MOBILE, "+880 1712-345678"):
        assert subject(log_in(client, mobile=spelled)) == ada.uuid


def test_a_username_of_digits_is_never_mistaken_for_a_number(client: FlaskClient, people: People) -> None:
    ada = people.settle("ada", mobile="01712345678")
    digits = people.settle("01712345678", password="another password")
    assert subject(log_in(client, username="01712345678", password="another password")) == digits.uuid
    assert subject(log_in(client, mobile="01712345678")) == ada.uuid
    assert log_in(client, username="01712345678").status_code == 401
    assert log_in(client, mobile="01712345678", password="another password").status_code == 401


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize(
    ("by", "hers", "nobodys"), [("mobile", None, "01999999999"), ("email", EMAIL, "no@example.org")]
)
def test_known_and_unknown_take_the_same_way(
    app: Flask, client: FlaskClient, with_email: Person, by: str, hers: str | None, nobodys: str
) -> None:
    ways, answers = [], []
    for name in (hers or with_email.mobile, nobodys):
        with watched(app) as sent:
            answers.append(log_in(client, **{by: name}, password=WRONG))
        ways.append([statement for statement in sent if "audit" not in statement])
    assert told(answers[0]) == told(answers[1]) == told(log_in(client, username="nobody"))
    assert ways[0] == ways[1]


@pytest.mark.parametrize(
    "named",
    [
        {"username": "ada", "mobile": "01712345678"},
        {"mobile": "01712345678", "email": EMAIL},
        {"username": "x", **BOTH},
    ],
)
def test_it_takes_exactly_one_name(client: FlaskClient, named: dict[str, str]) -> None:
    answer = log_in(client, **named)
    assert (answer.status_code, answer.json["errors"]) == (422, {"body": [ONE_NAME]})


@pytest.mark.parametrize(("named", "field"), [({}, "username"), ({"mobile": "1"}, "mobile"), ({"email": "@"}, "email")])
def test_a_missing_and_a_malformed_name_are_told_by_their_field(
    client: FlaskClient, named: dict[str, str], field: str
) -> None:
    answer = log_in(client, **named)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


@pytest.mark.asvs("6.1.3")
def test_an_address_that_is_not_verified_logs_nobody_in_where_it_has_to_be(waiting: Waiting) -> None:
    letter = waiting.letter("ada", **BOTH)
    client = waiting.client
    assert [log_in(client, **{by: at}).status_code for by, at in BOTH.items()] == [401, 401]
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")
    assert [log_in(client, **{by: at}).status_code for by, at in BOTH.items()] == [200, 401]
    with waiting.app.app_context():  # as one that counted before addresses had to be verified
        db.session.execute(update(Contact).values(verified_at=None))
        db.session.commit()
    assert_refused(log_in(client, mobile=MOBILE), (401, "invalid_credentials"))
    assert log_in(client, username="ada").status_code == 200


@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("by", ["mobile", "email"])
def test_an_account_that_is_not_active_is_told_to_its_password_only(
    client: FlaskClient, people: People, by: str
) -> None:
    eve = people.register("eve", email="eve@example.org")
    named = {by: {"mobile": eve.mobile, "email": "eve@example.org"}[by]}
    assert_refused(log_in(client, **named), (403, "account_not_active"))
    assert told(log_in(client, **named, password=WRONG)) == told(log_in(client, username="nobody"))


@pytest.mark.asvs("6.3.1")
def test_wrong_passwords_count_by_account_whichever_name_is_used(app: Flask, with_email: Person) -> None:
    stranger = Door(app)
    for named in ({"username": "ada"}, {"mobile": with_email.mobile}, {"email": EMAIL}):
        assert log_in(stranger.client, **named, password=WRONG).status_code == 401
    with app.app_context():
        totals = db.session.scalars(select(ThrottleCount.count).where(ThrottleCount.scope == "total")).all()
        assert totals == [3]
        db.session.execute(update(ThrottleCount).where(ThrottleCount.scope == "total").values(count=100))
        db.session.commit()
    for named in ({"username": "ada"}, {"mobile": with_email.mobile}, {"email": EMAIL}):
        assert log_in(stranger.client, **named).status_code == 401


@pytest.mark.asvs("6.3.1")
def test_a_known_device_has_five_failures_for_all_names_together(make_app: Callable[..., Flask]) -> None:
    home = Door(make_app(limits=True))
    ada = People(home.client).settle("ada", email=EMAIL)
    assert home.log_in(password=ada.password).status_code == 200
    names = [{"username": "ada"}, {"mobile": ada.mobile}, {"email": EMAIL}]
    for named in [*names, *names[:2]]:
        assert log_in(home.client, **named, password=WRONG).status_code == 401
    assert [log_in(home.client, **named).status_code for named in names] == [429] * 3


@pytest.mark.asvs("6.3.8")
def test_failures_at_a_number_do_not_tell_whose_it_is(make_app: Callable[..., Flask]) -> None:
    app = make_app(limits=True)
    ada = People(Door(app).client).join("ada", mobile="01712345678")
    stranger = Door(app, "192.0.2.9")
    for _ in range(5):
        assert log_in(stranger.client, mobile=ada.mobile, password=WRONG).status_code == 401
    assert log_in(stranger.client, mobile=ada.mobile, password=WRONG).status_code == 429
    assert stranger.log_in().status_code == 401


def test_limits_count_the_name_that_a_request_has(make_app: Callable[..., Flask]) -> None:
    stranger = Door(make_app(limits=True))
    for spelled in ["ada@example.org", "ADA@example.org"] * 5:
        log_in(stranger.client, email=spelled, password=WRONG)
    refused = log_in(stranger.client, email="ada@EXAMPLE.org", password=WRONG)
    assert (refused.status_code, refused.headers["RateLimit-Limit"]) == (429, "10")
