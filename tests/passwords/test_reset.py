"""POST /user/forgot-password, POST /user/reset-password: back in without the old password."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from gatepost import clock
from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.proofs import prover
from gatepost.proofs.identifier import Identifier
from gatepost.users.models import User
from tests.audit.test_record import Record
from tests.support.letters import Letter, Letters
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

NEW = "a password of many new words"
INVALID = (403, "invalid_proof")
EMAIL = "ada@example.org"


def forget(client: FlaskClient, **named: str) -> TestResponse:
    return client.post("/user/forgot-password", json=named)


def reset(client: FlaskClient, new_password: str = NEW, **proof: str) -> TestResponse:
    return client.post("/user/reset-password", json={**proof, "new_password": new_password})


def log_in(client: FlaskClient, password: str, username: str = "ada") -> int:
    return client.post("/user/login", json={"username": username, "password": password}).status_code


def set_in_row(app: Flask, person: Person, **values: Any) -> None:
    with app.app_context():
        db.session.execute(update(User).where(User.uuid == person.uuid).values(values))
        db.session.commit()


@pytest.fixture
def with_email(client: FlaskClient, ada: Person) -> Person:
    """ada, who has an e-mail address too."""
    assert client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed).status_code == 200
    return ada


def sent_for(letters: Letters, client: FlaskClient, **named: str) -> Letter:
    """The message that brings a way back."""
    letters.new()
    answer = forget(client, **named)
    assert (answer.status_code, answer.json["status"]) == (202, 202)
    return letters.one("reset")


@pytest.mark.asvs("6.4.1")
@pytest.mark.asvs("6.4.2")
@pytest.mark.parametrize("by", ["username", "mobile", "email"])
@pytest.mark.parametrize("way", ["link", "code"])
def test_the_whole_ceremony(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock, by: str, way: str
) -> None:
    """To the e-mail address, unless the mobile number was named; once, and the old password is over."""
    ada = with_email
    named = {by: {"username": "ADA", "mobile": ada.mobile, "email": "Ada@Example.ORG"}[by]}
    letter = sent_for(letters, client, **named)
    by_sms = by == "mobile"
    assert (letter.channel, letter.to) == (("sms", ada.mobile) if by_sms else ("email", EMAIL))
    assert letter.values.keys() == {"username", "code", "minutes"} | (set() if by_sms else {"link"})
    if way == "link" and by_sms:
        return
    proof = {"token": letter.token} if way == "link" else {**named, "code": letter.code}
    time.pass_(minutes=30 if way == "link" else 10, seconds=-1)
    answer = reset(client, **proof)
    assert (answer.status_code, answer.json) == (200, {"message": "Password changed.", "status": 200})
    assert (log_in(client, NEW), log_in(client, "password")) == (200, 401)
    assert_refused(reset(client, "yet another password", **proof), INVALID)


@pytest.mark.asvs("6.5.5")
@pytest.mark.parametrize(("way", "minutes"), [("code", 10), ("link", 30)])
def test_a_proof_that_is_too_old_by_nothing_is_refused(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock, way: str, minutes: int
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    time.pass_(minutes=minutes)
    proof = {"token": letter.token} if way == "link" else {"email": EMAIL, "code": letter.code}
    assert_refused(reset(client, **proof), INVALID)
    assert log_in(client, "password") == 200


@pytest.mark.asvs("7.4.3")
def test_every_session_ends_nobody_is_logged_in_and_the_user_is_told_everywhere(
    app: Flask, client: FlaskClient, people: People, letters: Letters, with_email: Person, time: SetClock
) -> None:
    sessions = [with_email, people.log_in(with_email), people.log_in(with_email)]
    letter = sent_for(letters, client, username="ada")
    record = Record(app)
    answer = reset(client, token=letter.token)
    assert "access_token" not in answer.json
    events = ["email.proven", "password.reset"]
    assert record.new() == [(event, with_email.uuid, None, time.now()) for event in events]
    for session in sessions:
        assert client.get(f"/user/{session.uuid}", headers=session.signed).status_code == 401
        assert client.get("/user/refresh-token/", headers=session.refreshing).status_code == 401
        assert client.post("/user/refresh-token/", headers=session.refreshing).status_code == 401
    told = letters.new()
    assert [(each.name, each.channel) for each in told] == [("password_changed", "email")]  # what is proven by now
    assert told[0].values["username"] == "ada"


@pytest.mark.asvs("6.3.7")
def test_it_is_told_to_the_mobile_too_if_that_is_proven(
    app: Flask, client: FlaskClient, letters: Letters, with_email: Person
) -> None:
    set_in_row(app, with_email, mobile_verified_at=clock.now(), email_verified_at=clock.now())
    letter = sent_for(letters, client, username="ada")
    assert reset(client, token=letter.token).status_code == 200
    assert [(each.channel, each.to) for each in letters.new()] == [("email", EMAIL), ("sms", with_email.mobile)]


@pytest.mark.asvs("6.5.1")
def test_a_new_link_ends_the_one_before_and_a_reset_ends_all_that_are_out(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock
) -> None:
    old = sent_for(letters, client, username="ada")
    time.pass_(seconds=31)
    new = sent_for(letters, client, email=EMAIL)
    time.pass_(seconds=31)
    assert client.post("/user/login/code", json={"username": "ada"}).status_code == 202
    to_log_in = letters.one("login")
    assert_refused(reset(client, token=old.token), INVALID)
    assert reset(client, token=new.token).status_code == 200
    assert_refused(client.post("/user/login/code", json={"token": to_log_in.token}), INVALID)


@pytest.mark.asvs("6.4.1")
def test_a_changed_password_ends_a_link_that_is_out(client: FlaskClient, letters: Letters, with_email: Person) -> None:
    letter = sent_for(letters, client, username="ada")
    body = {"old_password": "password", "new_password": "another password"}
    path = f"/user/change-password/{with_email.uuid}"
    assert client.post(path, json=body, headers=with_email.signed).status_code == 200
    assert {(each.name, each.to) for each in letters.new()} == {
        ("password_changed", EMAIL),
        ("password_changed", with_email.mobile),  # nothing is proven
    }
    assert_refused(reset(client, token=letter.token), INVALID)
    assert log_in(client, "another password") == 200


@pytest.mark.asvs("6.6.2")
def test_a_proof_of_another_user_or_purpose_opens_nothing(
    client: FlaskClient, letters: Letters, with_email: Person, eve: Person, time: SetClock
) -> None:
    client.patch(f"/user/{eve.uuid}", json={"email": "eve@example.org"}, headers=eve.signed)
    eves = sent_for(letters, client, username="eve")
    client.post("/user/login/code", json={"username": "ada"})
    time.pass_(minutes=1)
    to_log_in = letters.one("login")
    for proof in (
        {"email": EMAIL, "code": eves.code},
        {"username": "ada", "code": eves.code},
        {"mobile": eve.mobile, "code": eves.code},  # it went to the e-mail address
        {"username": "ada", "code": to_log_in.code},
        {"token": to_log_in.token},
        {"token": eves.token[:-1]},
        {"token": eves.values["link"]},
    ):
        assert_refused(reset(client, **proof), INVALID)
    assert_refused(client.post("/user/login/code", json={"token": eves.token}), INVALID)
    assert reset(client, token=eves.token).status_code == 200
    assert (log_in(client, NEW), log_in(client, NEW, "eve")) == (401, 200)


def deactivate(app: Flask, ada: Person) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)


def delete(app: Flask, ada: Person) -> None:
    assert app.test_client().delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200


def change_address(app: Flask, ada: Person) -> None:
    body = {"email": "ada@new.example"}
    assert app.test_client().patch(f"/user/{ada.uuid}", json=body, headers=ada.signed).status_code == 200


@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("change", [deactivate, delete, change_address])
@pytest.mark.parametrize("way", ["link", "code"])
def test_a_proof_outlives_neither_the_account_nor_its_address(
    app: Flask,
    client: FlaskClient,
    letters: Letters,
    with_email: Person,
    change: Callable[[Flask, Person], None],
    way: str,
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    change(app, with_email)
    letters.new()
    before = contents(app)
    proof = {"token": letter.token} if way == "link" else {"email": EMAIL, "code": letter.code}
    assert_refused(reset(client, **proof), INVALID)
    assert contents(app) | {"allowances": []} == before | {"allowances": []}


@pytest.mark.parametrize("refused", ["short", "gatepostgatepost", "adaadaadaadaada", "ada@example.orgada@example.org"])
@pytest.mark.parametrize("way", ["link", "code"])
def test_a_refused_password_spends_no_proof(make_app: Callable[..., Flask], refused: str, way: str) -> None:
    """What only depends on the password is told for a wrong proof too, what depends on the user for a right one."""
    app = make_app(password_min_length=15, password_blocklist=True)
    client, letters = app.test_client(), Letters(app)
    ada = People(client).join("ada", password="a password of many words")
    client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed)
    letter = sent_for(letters, client, email=EMAIL)
    wrong = {"token": "x" * 43} if way == "link" else {"email": EMAIL, "code": other_than(letter.code)}
    right = {"token": letter.token} if way == "link" else {"email": EMAIL, "code": letter.code}
    own = "ada" in refused
    assert_refused(reset(client, refused, **wrong), INVALID if own else (422, "invalid_input"))
    answer = reset(client, refused, **right)
    assert_refused(answer, (422, "invalid_input"))
    assert answer.json["errors"].keys() == {"new_password"}
    assert log_in(client, "a password of many words") == 200
    assert reset(client, **right).status_code == 200
    assert log_in(client, NEW) == 200


def change_password(app: Flask, ada: Person) -> None:
    body = {"old_password": "password", "new_password": "another password"}
    answer = app.test_client().post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)
    assert answer.status_code == 200


@pytest.mark.asvs("15.4.2")
@pytest.mark.parametrize("change", [deactivate, delete, change_password, change_address])
@pytest.mark.parametrize("path", ["/user/reset-password", "/user/login/code"])
def test_what_comes_in_once_the_user_was_found_wins(
    app: Flask,
    client: FlaskClient,
    letters: Letters,
    with_email: Person,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Flask, Person], None],
    path: str,
) -> None:
    letters.new()
    asked = "/user/forgot-password" if "reset" in path else path
    assert client.post(asked, json={"email": EMAIL}).status_code == 202
    (letter,) = letters.new()
    find, between = prover.find_recoverable, list[dict[str, list[Any]]]()

    def find_and_change(identifier: Identifier) -> Any:
        found = find(identifier)
        change(app, with_email)
        between.append(contents(app))
        return found

    monkeypatch.setattr(prover, "find_recoverable", find_and_change)
    more = {"new_password": NEW} if "reset" in path else {}
    answer = client.post(path, json={"email": EMAIL, "code": letter.code, **more})
    assert_refused(answer, INVALID)
    assert contents(app) | {"allowances": []} == between[0] | {"allowances": []}


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.asvs("6.6.3")
def test_five_tries_an_hour_which_a_new_code_does_not_renew(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    for _ in range(5):
        assert_refused(reset(client, email=EMAIL, code=other_than(letter.code)), INVALID)
    assert_refused(reset(client, email=EMAIL, code=letter.code), INVALID)
    time.pass_(seconds=31)
    again = sent_for(letters, client, email=EMAIL)
    assert_refused(reset(client, email=EMAIL, code=again.code), INVALID)
    assert_refused(reset(client, username="ada", code=again.code), INVALID)
    assert reset(client, token=again.token).status_code == 200  # a link cannot be guessed, so nobody can lock it
    time.pass_(hours=1)
    last = sent_for(letters, client, email=EMAIL)
    assert reset(client, email=EMAIL, code=last.code).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"code": "123456"},
        {"username": "ada"},
        {"username": "ada", "mobile": "01712345678", "code": "123456"},
        {"token": "x", "code": "123456"},
        {"token": "x", "username": "ada"},
    ],
)
def test_half_a_proof_and_two_are_refused(client: FlaskClient, given: dict[str, str]) -> None:
    answer = reset(client, **given)
    assert_refused(answer, (422, "invalid_input"))
    assert answer.json["errors"].keys() == {"body"}


def test_a_proven_address_is_preferred_and_an_unproven_one_is_none_then(
    app: Flask, client: FlaskClient, letters: Letters, with_email: Person, time: SetClock
) -> None:
    set_in_row(app, with_email, mobile_verified_at=clock.now())
    letter = sent_for(letters, client, username="ada")
    assert letter.channel == "sms"
    assert forget(client, email=EMAIL).status_code == 202
    assert letters.new() == []
    assert reset(client, username="ada", code=letter.code).status_code == 200


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Original-Host", "Origin", "Referer"])
def test_no_header_has_a_say_in_the_link(
    make_app: Callable[..., Flask], letters: Letters, with_email: Person, header: str
) -> None:
    app = make_app(public_url="https://accounts.example.org")
    value = "host=evil.example" if header == "Forwarded" else "evil.example"
    answer = app.test_client().post("/user/forgot-password", json={"username": "ada"}, headers={header: value})
    assert answer.status_code == 202
    link = Letters(app).one("reset").values["link"]
    assert link.startswith("https://accounts.example.org/link#reset:")
    assert "evil" not in link


def test_the_page_of_an_app_stands_in_the_link_if_one_is_set(
    make_app: Callable[..., Flask], with_email: Person
) -> None:
    app = make_app(link_url="https://app.example.org/welcome")
    app.test_client().post("/user/forgot-password", json={"username": "ada"})
    assert Letters(app).one("reset").values["link"].startswith("https://app.example.org/welcome#reset:")


@pytest.mark.asvs("7.4.2")
def test_a_user_without_a_password_can_choose_one(
    app: Flask, client: FlaskClient, letters: Letters, with_email: Person
) -> None:
    set_in_row(app, with_email, password_hash="!")
    assert (log_in(client, "!"), log_in(client, "password")) == (401, 401)
    letter = sent_for(letters, client, username="ada")
    assert reset(client, token=letter.token).status_code == 200
    assert log_in(client, NEW) == 200


@pytest.mark.parametrize("way", ["link", "code"])
def test_who_gets_in_first_where_addresses_must_be_proven_gets_it_alone(
    make_app: Callable[..., Flask], client: FlaskClient, with_email: Person, way: str
) -> None:
    """Somebody has registered with another's address, in a time when none had to be proven."""
    ada = with_email
    strict = make_app(activation="code")
    letters = Letters(strict)
    letters.new()
    assert forget(client, email=EMAIL).status_code == 202
    letter = letters.one("reset")
    proof = {"token": letter.token} if way == "link" else {"email": EMAIL, "code": letter.code}
    assert reset(strict.test_client(), **proof).status_code == 200
    token = client.post("/user/login", json={"username": "ada", "password": NEW}).json["access_token"]
    data = client.get(f"/user/{ada.uuid}", headers=bearer(token)).json["data"]
    assert (data["email"], data["mobile"]) == (EMAIL, None)
    assert forget(client, mobile=ada.mobile).status_code == 202
    assert [each.name for each in letters.new()] == ["password_changed"]
