"""A new password by code or link: what is refused, what wins, and where the link leads."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost import clock
from gatepost.one_time_codes import redeem_for_user
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from tests.passwords.resetting import (
    EMAIL,
    INVALID,
    NEW,
    change_address,
    change_password,
    deactivate,
    delete,
    forget,
    log_in,
    other_than,
    reset,
    sent_for,
    set_in_row,
)
from tests.passwords.resetting import with_email as with_email
from tests.support.contacts import set_contacts
from tests.support.letters import Letters
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents


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


@pytest.mark.one_factor
@pytest.mark.asvs("15.4.2")
@pytest.mark.parametrize("change", [deactivate, delete, change_password, change_address])
@pytest.mark.parametrize(
    ("path", "time_found"), [("/user/reset-password", 1), ("/user/reset-password", 2), ("/user/login/code", 1)]
)
def test_what_comes_in_once_the_user_was_found_wins(
    app: Flask,
    client: FlaskClient,
    letters: Letters,
    with_email: Person,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Flask, Person], None],
    path: str,
    time_found: int,
) -> None:
    """A new password is checked for who was found first; then they are found again."""
    letters.new()
    asked = "/user/forgot-password" if "reset" in path else path
    assert client.post(asked, json={"email": EMAIL}).status_code == 202
    (letter,) = letters.new()
    find, between, times = redeem_for_user.find_recoverable, list[dict[str, list[Any]]](), count(1)

    def find_and_change(identifier: Identifier, purpose: Purpose) -> Any:
        found = find(identifier, purpose)
        if next(times) == time_found:
            change(app, with_email)
            between.append(contents(app))
        return found

    monkeypatch.setattr(redeem_for_user, "find_recoverable", find_and_change)
    more = {"new_password": NEW} if "reset" in path else {}
    answer = client.post(path, json={"email": EMAIL, "code": letter.code, **more})
    assert_refused(answer, INVALID)
    assert contents(app) | {"throttle_counts": []} == between[0] | {"throttle_counts": []}


@pytest.mark.asvs("6.6.3")
def test_five_tries_an_hour_which_a_new_code_does_not_renew(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    for _ in range(5):
        assert_refused(reset(client, email=EMAIL, code=other_than(letter.code)), INVALID)
    assert_refused(reset(client, email=EMAIL, code=letter.code), (429, "too_many_requests"))
    time.pass_(seconds=31)
    again = sent_for(letters, client, email=EMAIL)
    assert_refused(reset(client, email=EMAIL, code=again.code), (429, "too_many_requests"))
    assert_refused(reset(client, username="ada", code=again.code), INVALID)
    assert reset(client, token=again.token).status_code == 200  # a link cannot be guessed, so nobody can lock it
    time.pass_(hours=1)
    last = sent_for(letters, client, email=EMAIL)
    assert reset(client, "and one more", email=EMAIL, code=last.code).status_code == 200


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
    set_contacts(app, "mobile", user_uuid=with_email.uuid, verified_at=clock.now())
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
