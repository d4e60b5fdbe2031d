"""The first proof of an address ends the password of who registered, unless the same device or person goes on."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.crypto import random_uuid
from tests.support.letters import Letters
from tests.support.people import People
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, MOBILE, PATH, Waiting

pytestmark = pytest.mark.every_engine

HEADER = "Gatepost-Device"


def on_another_device(waiting: Waiting, **proof: str) -> None:
    answer = waiting.app.test_client().post(PATH, json=proof)
    assert answer.status_code == 200, answer.text


@pytest.mark.asvs("6.3.4")
def test_a_link_that_is_followed_elsewhere_ends_the_password(waiting: Waiting, time: SetClock) -> None:
    """eve has registered with ada's address; ada follows the link, and chooses a password of her own."""
    on_another_device(waiting, token=waiting.letter("eve", email=EMAIL).token)
    assert waiting.log_in("eve").status_code == 401  # on her device
    time.pass_(seconds=30)
    ada = waiting.app.test_client()
    assert ada.post("/user/forgot-password", json={"email": EMAIL}).status_code == 202
    body = {"token": waiting.letters.one("reset").token, "new_password": "a password of ada"}
    assert ada.post("/user/reset-password", json=body).status_code == 200
    credentials = {"username": "eve", "password": "a password of ada"}
    assert ada.post("/user/login", json=credentials).status_code == 200


def test_a_link_that_is_followed_where_the_registration_was_keeps_it(waiting: Waiting) -> None:
    assert waiting.prove(token=waiting.letter("ada", email=EMAIL).token) == (200, "")
    assert waiting.log_in("ada").status_code == 200


@pytest.mark.parametrize("same_device", [True, False])
def test_the_answer_says_that_the_password_has_ended(waiting: Waiting, same_device: bool) -> None:
    token = waiting.letter("ada", email=EMAIL).token
    client = waiting.client if same_device else waiting.app.test_client()
    answer = client.post(PATH, json={"token": token}).json
    assert (answer["message"], answer["data"]["status"]) == ("Success!", True)
    assert answer.get("password_ended", False) is not same_device


def test_a_program_sends_the_header_of_its_registration(strict: Flask, waiting: Waiting) -> None:
    body = {"username": "ada", "email": EMAIL, "password": "password"}
    answer = strict.test_client(use_cookies=False).post("/user", json=body)
    token, device = waiting.letters.one("activation").token, {HEADER: answer.headers[HEADER]}
    assert strict.test_client().post(PATH, json={"token": token}, headers=device).status_code == 200
    assert waiting.log_in("ada").status_code == 200


def test_a_code_that_is_typed_in_for_the_only_account_or_the_one_that_is_named_keeps_it(waiting: Waiting) -> None:
    on_another_device(waiting, mobile=MOBILE, code=waiting.letter("ada", mobile=MOBILE).code)
    assert waiting.log_in("ada").status_code == 200
    waiting.letter("eve", email=EMAIL)
    on_another_device(waiting, email=EMAIL, code=waiting.letter("bob", email=EMAIL).code, username="bob")
    assert waiting.log_in("bob").status_code == 200


@pytest.mark.asvs("6.3.4")
def test_a_code_for_one_of_several_accounts_that_is_not_named_ends_its_password(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MOBILE)
    on_another_device(waiting, mobile=MOBILE, code=waiting.letter("eve", mobile=MOBILE).code)
    assert waiting.log_in("eve").status_code == 401


@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize(("same_device", "status"), [(True, 200), (False, 401)])
def test_the_first_log_in_by_code_ends_password_and_sessions_of_who_was_there_before(
    app: Flask, letters: Letters, same_device: bool, status: int
) -> None:
    eve = app.test_client()
    person = People(eve).join("eve", mobile=MOBILE)
    ada = eve if same_device else app.test_client()
    assert ada.post("/user/login/code", json={"mobile": MOBILE}).status_code == 202
    body = {"mobile": MOBILE, "code": letters.one("login").code}
    assert ada.post("/user/login/code", json=body).status_code == 200
    assert eve.get(f"/user/{person.uuid}", headers=person.signed).status_code == status
    assert eve.post("/user/login", json={"username": "eve", "password": "password"}).status_code == status


def test_a_private_registration_gives_a_token_whatever_is_taken(make_app: Callable[..., Flask]) -> None:
    app = make_app(activation="code", registration_answer="private")
    for username in ("ada", "ada", "eve"):
        body = {"username": username, "email": EMAIL, "password": "password"}
        answer = app.test_client().post("/user", json=body)
        assert (answer.status_code, len(answer.headers[HEADER]) > len(random_uuid())) == (202, True)
