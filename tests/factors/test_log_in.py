"""POST /user/login/factor: after the right password a second factor is due, and both together log in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.login import factor as deed
from gatepost.login.models import PendingLogIn
from gatepost.serving.housekeeping import Housekeeping
from gatepost.sessions.models import Session
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, due, enrol, first, opens, second
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

INVALID = (403, "invalid_proof")
LOCKED = (429, "too_many_requests")


def sessions(app: Flask) -> int:
    with app.app_context():
        return len(db.session.execute(select(Session.id)).all())


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


@pytest.mark.asvs("6.3.1")
def test_five_wrong_codes_an_hour_and_then_none_is_right(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    for _ in range(5):
        assert_refused(second(client, due(client, ada), app_of_ada.wrong()), INVALID)
    refused = second(client, due(client, ada), app_of_ada.code())
    assert_refused(refused, LOCKED)
    assert refused.headers["Retry-After"] == "3600"
    assert_refused(second(client, due(client, ada), recovery_code=app_of_ada.recovery_codes[0]), LOCKED)
    time.pass_(hours=1)
    assert second(client, due(client, ada), app_of_ada.code()).status_code == 200


@pytest.mark.asvs("6.3.5")
def test_the_fifth_wrong_code_is_told_to_the_user_and_on_record(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters
) -> None:
    record = Record(app)
    letters.new()
    for _ in range(4):
        second(client, due(client, ada), app_of_ada.wrong())
    assert letters.new() == []
    assert [line[0] for line in record.new()] == ["login.factor_due", "factor.refused"] * 4
    second(client, due(client, ada), app_of_ada.wrong())
    assert letters.one("factor_refused").values["username"] == "ada"
    assert [line[0] for line in record.new()] == ["login.factor_due", "factor.refused", "factor.locked"]


@pytest.mark.asvs("6.3.1")
def test_after_a_hundred_wrong_codes_in_a_row_only_a_recovery_code_is_right(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    for _ in range(20):
        token = due(client, ada)
        for _ in range(5):
            assert_refused(second(client, token, app_of_ada.wrong()), INVALID)
        time.pass_(hours=1)
    assert_refused(second(client, due(client, ada), app_of_ada.code()), (403, "factor_locked"))
    assert second(client, due(client, ada), recovery_code=app_of_ada.recovery_codes[0]).status_code == 200
    assert second(client, due(client, ada), app_of_ada.code()).status_code == 200


def test_a_device_of_the_users_own_has_guesses_apart_from_strangers(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    second(client, due(client, ada), app_of_ada.code())  # from now on the cookies of this client are known
    stranger = app.test_client()
    for _ in range(5):
        assert_refused(second(stranger, due(stranger, ada), app_of_ada.wrong()), INVALID)
    assert_refused(second(stranger, due(stranger, ada), app_of_ada.code(steps=1)), LOCKED)
    assert second(client, due(client, ada), app_of_ada.code(steps=1)).status_code == 200


@pytest.mark.asvs("6.6.3", "15.4.2")
def test_of_a_hundred_guesses_at_once_five_are_looked_at(app: Flask, ada: Person, app_of_ada: Authenticator) -> None:
    tokens = [due(app.test_client(), ada) for _ in range(20)]
    answers = at_once(app, [(token, app_of_ada.wrong()) for token in tokens * 5])
    assert sorted(answers) == [403] * 5 + [429] * 95


@pytest.mark.asvs("6.5.1", "15.4.2")
def test_of_twenty_right_codes_at_once_one_logs_in(app: Flask, ada: Person, app_of_ada: Authenticator) -> None:
    """With one token, and with a token for each."""
    before = sessions(app)
    token = due(app.test_client(), ada)
    one, *others = sorted(at_once(app, [(token, app_of_ada.code())] * 20))
    assert (one, set(others) <= {403, 429}) == (200, True)
    tokens = [due(app.test_client(), ada) for _ in range(20)]
    one, *others = sorted(at_once(app, [(token, app_of_ada.code(steps=1)) for token in tokens]))
    assert (one, set(others) <= {403, 429}) == (200, True)
    assert sessions(app) == before + 2


def at_once(app: Flask, tries: list[tuple[str, str]]) -> list[int]:
    def send(given: tuple[str, str]) -> int:
        return second(app.test_client(), *given).status_code

    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(send, tries))


@pytest.mark.asvs("15.4.2")
def test_of_two_who_finish_one_log_in_at_once_one_does(
    app: Flask, client: FlaskClient, ada: Person, app_of_ada: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with a proof of its own, so that only the token can be used up."""
    before, token, prove = sessions(app), due(client, ada), deed.prove_factor

    def be_second(*given: Any) -> Any:
        monkeypatch.setattr(deed, "prove_factor", prove)
        assert second(client, token, recovery_code=app_of_ada.recovery_codes[0]).status_code == 200
        return prove(*given)

    monkeypatch.setattr(deed, "prove_factor", be_second)
    headers = {"Gatepost-Device": str(client.get_cookie("Gatepost-Device", path="/user").value)}
    assert_refused(second(app.test_client(), token, app_of_ada.code(), headers=headers), INVALID)
    assert sessions(app) == before + 1


def test_attempts_are_cleared_only_when_the_log_in_is_finished(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(limits=True).test_client()
    ada = People(client).join("ada")
    authenticator = enrol(client, ada)
    stranger = client.application.test_client(use_cookies=False)
    for _ in range(4):
        body = {"username": "ada", "password": "wrong password"}
        assert stranger.post("/user/login", json=body).status_code == 401
    token = due(stranger, ada)
    assert first(stranger, ada).status_code == 429
    assert second(stranger, token, authenticator.code()).status_code == 200
    assert first(stranger, ada).status_code == 403


@pytest.mark.parametrize(
    "body",
    [{}, {"code": "123456", "recovery_code": "A"}, {"code": None}, {"code": 123456}, {"passkey": {}},
     {"trust_device": "yes", "code": "1"}],
)  # fmt: skip
def test_a_malformed_request_is_refused(client: FlaskClient, body: dict[str, object]) -> None:
    assert_refused(second(client, "a token", **body), (422, "invalid_input"))
