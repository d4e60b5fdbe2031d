"""POST /user/login/factor: after the right password a second factor is due, and both together log in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.login.models import PendingLogIn
from gatepost.serving.housekeeping import Housekeeping
from tests.support.authenticator import Authenticator, due, enrol, first, opens, second
from tests.support.letters import Letters
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

INVALID = (403, "invalid_proof")

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("6.3.3")
def test_the_right_password_gets_a_token_that_opens_nothing(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    answer = first(client, ada)
    told = answer.json["second_factor"]
    assert (answer.status_code, answer.json) == (
        403,
        {
            "message": "A second factor is needed.",
            "status": 403,
            "code": "second_factor_required",
            "second_factor": told,
        },
    )
    assert told.keys() == {"token", "factors", "expires_in"}
    assert (told["factors"], told["expires_in"]) == (["totp", "recovery_code"], 300)
    assert len(told["token"]) == 43
    assert "Gatepost-Device" not in answer.headers
    assert opens(client, ada, told["token"]) == 401


def test_a_wrong_password_learns_nothing_of_the_factor(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    body = {"username": "ada", "password": "wrong password"}
    assert_refused(client.post("/user/login", json=body), (401, "invalid_credentials"))


def test_both_factors_end_in_the_documented_pair(client: FlaskClient, ada: Person, app_of_ada: Authenticator) -> None:
    answer = second(client, due(client, ada), app_of_ada.code())
    assert (answer.status_code, answer.json.keys()) == (200, {"access_token", "refresh_token"})
    assert answer.headers["Gatepost-Device"]
    assert opens(client, ada, answer.json["access_token"]) == 200


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_a_step_early_or_late(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock, steps: int
) -> None:
    time.pass_(minutes=1)
    assert second(client, due(client, ada), app_of_ada.code(steps=steps)).status_code == 200


@pytest.mark.asvs("6.5.5")
@pytest.mark.parametrize("steps", [-2, 2])
def test_a_clock_may_not_be_two_steps_off(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock, steps: int
) -> None:
    time.pass_(minutes=2)
    assert_refused(second(client, due(client, ada), app_of_ada.code(steps=steps)), INVALID)


def test_blanks_in_a_code_do_not_matter(client: FlaskClient, ada: Person, app_of_ada: Authenticator) -> None:
    code = app_of_ada.code()
    assert second(client, due(client, ada), f" {code[:3]} {code[3:]} ").status_code == 200


@pytest.mark.asvs("6.5.1")
def test_a_code_is_right_once(client: FlaskClient, ada: Person, app_of_ada: Authenticator) -> None:
    code = app_of_ada.code()
    assert second(client, due(client, ada), code).status_code == 200
    assert_refused(second(client, due(client, ada), code), INVALID)


@pytest.mark.asvs("6.5.1")
def test_after_a_newer_code_an_older_one_is_wrong(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    time.pass_(minutes=2)
    older, newer = app_of_ada.code(steps=-1), app_of_ada.code(steps=1)
    assert second(client, due(client, ada), newer).status_code == 200
    assert_refused(second(client, due(client, ada), older), INVALID)
    assert_refused(second(client, due(client, ada), app_of_ada.code()), INVALID)


def test_a_token_is_good_once(client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock) -> None:
    token = due(client, ada)
    assert second(client, token, app_of_ada.code()).status_code == 200
    time.pass_(seconds=30)
    assert_refused(second(client, token, app_of_ada.code()), INVALID)


def test_a_token_is_good_for_five_minutes(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    tokens = [due(client, ada) for _ in range(2)]
    time.pass_(minutes=4, seconds=59)
    assert second(client, tokens[0], app_of_ada.code()).status_code == 200
    time.pass_(seconds=1)
    assert_refused(second(client, tokens[1], app_of_ada.code(steps=1)), INVALID)
    Housekeeping(app).round()
    with app.app_context():
        assert db.session.execute(select(PendingLogIn)).all() == []


def test_a_token_is_good_for_five_tries(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    tokens = [due(client, ada) for _ in range(2)]
    for _ in range(4):
        assert_refused(second(client, tokens[0], app_of_ada.wrong()), INVALID)
    assert second(client, tokens[1], app_of_ada.code()).status_code == 200  # begins the guesses of the account anew
    time.pass_(seconds=30)
    assert_refused(second(client, tokens[0], app_of_ada.wrong()), INVALID)
    assert_refused(second(client, tokens[0], app_of_ada.code()), INVALID)


@pytest.mark.parametrize("token", ["x", "", "a" * 43, "\u0131" * 43, "a" * 1024])
def test_a_token_that_nobody_was_given_is_refused(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, token: str
) -> None:
    assert_refused(second(client, token, app_of_ada.code()), INVALID, (422, "invalid_input"))


@pytest.mark.asvs("6.6.2")
def test_a_token_is_worth_nothing_with_the_code_of_another_user(
    client: FlaskClient, ada: Person, eve: Person, app_of_ada: Authenticator
) -> None:
    other = enrol(client, eve)
    assert_refused(second(client, due(client, ada), other.code()), INVALID)
    assert_refused(second(client, due(client, eve), app_of_ada.code()), INVALID)


def test_a_token_of_another_device_is_refused(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    """By the token of the device where there is one; without, by its program."""
    home = second(client, due(client, ada), app_of_ada.code()).headers["Gatepost-Device"]
    stranger = app.test_client(use_cookies=False)
    by_home, by_program = due(stranger, ada, **{"Gatepost-Device": home}), due(stranger, ada)
    app_of_ada_code = app_of_ada.code(steps=1)
    assert_refused(second(stranger, by_home, app_of_ada_code), INVALID)
    other = {"Gatepost-Device": home, "User-Agent": "another"}
    assert_refused(second(stranger, by_program, app_of_ada_code, headers=other), INVALID)
    assert_refused(second(stranger, by_program, app_of_ada_code, headers={"User-Agent": "another"}), INVALID)
    assert second(stranger, by_home, app_of_ada_code, headers={"Gatepost-Device": home}).status_code == 200


def test_a_link_in_a_message_is_no_token_of_a_log_in_and_the_reverse(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    client.patch(f"/user/{ada.uuid}", json={"email": "ada@example.org"}, headers=ada.signed)
    letters.new()
    for purpose, path in (("login", "/user/login/code"), ("reset", "/user/forgot-password")):
        time.pass_(minutes=2)
        assert client.post(path, json={"email": "ada@example.org"}).status_code == 202
        assert_refused(second(client, letters.one(purpose).token, app_of_ada.code()), INVALID)
    token = due(client, ada)
    assert_refused(client.post("/user/login/code", json={"token": token}), INVALID)
    reset = {"token": token, "new_password": "another password"}
    assert_refused(client.post("/user/reset-password", json=reset), INVALID)


@pytest.mark.asvs("7.4.2")
def test_a_password_change_ends_log_ins_that_wait(client: FlaskClient, ada: Person, app_of_ada: Authenticator) -> None:
    token = due(client, ada)
    body = {"old_password": ada.password, "new_password": "another password"}
    assert client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed).status_code == 200
    assert_refused(second(client, token, app_of_ada.code()), INVALID)


def test_a_deactivation_ends_log_ins_that_wait(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    token = due(client, ada)
    with app.app_context():
        deactivate_user(ada.uuid)
    assert_refused(second(client, token, app_of_ada.code()), INVALID)
