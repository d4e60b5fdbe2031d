"""POST /user/login/code: in by a code or a link, without a password."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost import clock
from tests.audit.test_record import Record
from tests.passwords.resetting import EMAIL, change_address, deactivate, delete, log_in, other_than, set_in_row
from tests.passwords.resetting import with_email as with_email
from tests.support.contacts import set_contacts
from tests.support.letters import Letter, Letters
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused, contents

pytestmark = pytest.mark.every_engine

PATH = "/user/login/code"
INVALID = (403, "invalid_proof")


def enter(client: FlaskClient, **fields: str) -> TestResponse:
    return client.post(PATH, json=fields)


def sent_for(letters: Letters, client: FlaskClient, **named: str) -> Letter:
    """The message that lets its reader in."""
    letters.new()
    answer = enter(client, **named)
    assert (answer.status_code, answer.json["status"]) == (202, 202)
    return letters.one("login")


@pytest.mark.one_factor
@pytest.mark.parametrize(("by", "way"), [("mobile", "otp"), ("email", "otp"), ("username", "link")])
def test_it_ends_as_a_log_in_with_the_password_does(
    app: Flask, client: FlaskClient, letters: Letters, with_email: Person, time: SetClock, by: str, way: str
) -> None:
    ada = with_email
    named = {by: {"username": "ada", "mobile": ada.mobile, "email": EMAIL}[by]}
    letter = sent_for(letters, client, **named)
    time.pass_(minutes=10, seconds=-1)
    record = Record(app)
    answer = enter(client, token=letter.token) if way == "link" else enter(client, **named, code=letter.code)
    assert (answer.status_code, list(answer.json)) == (200, ["access_token", "refresh_token"])
    assert [event for event, *_ in record.new()][-1] == "login.succeeded"
    claims = opened(answer.json["access_token"])[1]
    assert claims.keys() == opened(ada.access_token)[1].keys()
    assert (claims["sub"], claims["auth_time"]) == (ada.uuid, int(time.now().timestamp()))
    listed = client.get("/user/sessions", headers=bearer(answer.json["access_token"])).json["data"]
    assert listed[0]["authenticated_by"] == [way, letter.channel]
    assert client.post("/user/refresh-token/", headers=bearer(answer.json["refresh_token"])).status_code == 200


@pytest.mark.asvs("6.5.1")
@pytest.mark.parametrize("first", ["link", "code"])
def test_code_and_link_are_one_proof_that_is_spent_once(
    client: FlaskClient, letters: Letters, with_email: Person, first: str
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    ways = {"link": {"token": letter.token}, "code": {"email": EMAIL, "code": letter.code}}
    assert enter(client, **ways[first]).status_code == 200
    for proof in ways.values():
        assert_refused(enter(client, **proof), INVALID)


@pytest.mark.asvs("6.5.5")
@pytest.mark.parametrize("way", ["link", "code"])
def test_after_ten_minutes_it_is_too_late(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock, way: str
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    time.pass_(minutes=10)
    proof = {"token": letter.token} if way == "link" else {"email": EMAIL, "code": letter.code}
    assert_refused(enter(client, **proof), INVALID)


@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("change", [deactivate, delete, change_address])
def test_a_proof_lets_nobody_in_who_may_not_come_in_any_more(
    app: Flask, client: FlaskClient, letters: Letters, with_email: Person, change: Callable[[Flask, Person], None]
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    change(app, with_email)
    before = contents(app)["sessions"]
    for proof in ({"token": letter.token}, {"email": EMAIL, "code": letter.code}):
        assert_refused(enter(client, **proof), INVALID)
    assert contents(app)["sessions"] == before


@pytest.mark.asvs("6.6.3")
def test_five_tries_whatever_is_named(client: FlaskClient, letters: Letters, with_email: Person) -> None:
    letter = sent_for(letters, client, username="ada")
    wrong = other_than(letter.code)
    for named in [{"username": "ada"}, {"email": EMAIL}] * 2 + [{"username": "ADA"}]:
        assert_refused(enter(client, **named, code=wrong), INVALID)
    for named in ({"username": "ada"}, {"email": EMAIL}):
        assert_refused(enter(client, **named, code=letter.code), INVALID)


def test_it_can_be_switched_off(make_app: Callable[..., Flask], ada: Person) -> None:
    client = make_app(login_by_code=False).test_client()
    for fields in ({"username": "ada"}, {"username": "ada", "code": "123456"}, {"token": "x"}):
        assert_refused(enter(client, **fields), (403, "not_offered"))
    answer = client.post("/user/reauthenticate", json={"code": "123456"}, headers=ada.signed)
    assert_refused(answer, (403, "not_offered"))


@pytest.mark.asvs("6.6.1")
def test_where_the_operator_trusts_numbers_the_owner_keeps_what_they_have(
    client: FlaskClient, letters: Letters, with_email: Person
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    tokens = enter(client, token=letter.token).json
    assert client.get("/user/sessions", headers=bearer(tokens["access_token"])).status_code == 200
    assert client.get("/user/sessions", headers=with_email.signed).status_code == 200
    assert log_in(client, "password") == 200
    assert enter(client, mobile=with_email.mobile).status_code == 202
    assert letters.new() == []  # the e-mail address is proven by now, and the number is not


@pytest.mark.parametrize("way", ["link", "code"])
def test_where_addresses_must_be_proven_nothing_of_who_came_before_stays(
    make_app: Callable[..., Flask], client: FlaskClient, with_email: Person, way: str
) -> None:
    """eve has made an account with ada's address, in a time when none had to be proven, and waits for her."""
    eve = with_email
    strict = make_app(activation="code")
    letters, door = Letters(strict), strict.test_client()
    letter = sent_for(letters, door, username="ada")
    waiting = {"username": "squatter", "email": EMAIL, "password": "password"}
    assert door.post("/user", json=waiting).status_code == 201
    answer = enter(door, token=letter.token) if way == "link" else enter(door, username="ada", code=letter.code)
    assert answer.status_code == 200
    assert log_in(client, "password", "squatter") == 401  # who waits for an address of another's waits no more
    ada = bearer(answer.json["access_token"])
    assert client.get("/user/sessions", headers=eve.signed).status_code == 401
    assert client.get("/user/refresh-token/", headers=eve.refreshing).status_code == 401
    assert log_in(client, eve.password) == 401
    assert client.get(f"/user/{eve.uuid}", headers=ada).json["data"]["mobile"] is None
    assert len(client.get("/user/sessions", headers=ada).json["data"]) == 1
    assert enter(door, mobile=eve.mobile).status_code == 202
    assert letters.new() == []


def test_an_administrator_whom_the_operator_has_made_keeps_what_they_have(
    make_app: Callable[..., Flask], client: FlaskClient, admin: Person
) -> None:
    strict = make_app(activation="code")
    letter = sent_for(Letters(strict), strict.test_client(), username="root")
    assert enter(strict.test_client(), username="root", code=letter.code).status_code == 200
    assert log_in(client, admin.password, "root") == 200
    assert client.get("/user/sessions", headers=admin.signed).status_code == 200


@pytest.mark.asvs("7.5.1")
def test_a_code_proves_again_who_one_is(
    make_app: Callable[..., Flask],
    app: Flask,
    client: FlaskClient,
    letters: Letters,
    with_email: Person,
    time: SetClock,
) -> None:
    """A user without a password has no other way to what takes a recent log-in."""
    set_in_row(app, with_email, password_hash="!")
    set_contacts(app, "email", user_uuid=with_email.uuid, verified_at=clock.now())
    careful = make_app(reauthentication=True).test_client()
    time.pass_(minutes=6)
    path, headers = f"/user/{with_email.uuid}", with_email.signed
    assert_refused(careful.delete(path, headers=headers), (401, "insufficient_user_authentication"))
    letter = sent_for(letters, client, username="ada")
    wrong = careful.post("/user/reauthenticate", json={"code": other_than(letter.code)}, headers=headers)
    assert_refused(wrong, INVALID)
    answer = careful.post("/user/reauthenticate", json={"code": letter.code}, headers=headers)
    assert (answer.status_code, list(answer.json)) == (200, ["access_token"])
    again = careful.post("/user/reauthenticate", json={"code": letter.code}, headers=headers)
    assert_refused(again, INVALID)
    assert careful.delete(path, headers=headers).status_code == 200


@pytest.mark.asvs("6.6.2")
def test_the_code_of_another_proves_nothing_again(
    client: FlaskClient, letters: Letters, people: People, with_email: Person, eve: Person
) -> None:
    letter = sent_for(letters, client, username="eve")
    answer = client.post("/user/reauthenticate", json={"code": letter.code}, headers=with_email.signed)
    assert_refused(answer, INVALID)
    both = client.post("/user/reauthenticate", json={"code": "1", "password": "password"}, headers=eve.signed)
    assert_refused(both, (422, "invalid_input"))
    assert enter(client, username="eve", code=letter.code).status_code == 200
