"""POST /user/login/factor: guesses of codes are counted, also at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import db
from gatepost.factors import prove as deed
from gatepost.sessions.models import Session
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, due, enrol, first, second
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

INVALID = (403, "invalid_proof")

pytestmark = pytest.mark.every_engine


LOCKED = (429, "too_many_requests")


def sessions(app: Flask) -> int:
    with app.app_context():
        return len(db.session.execute(select(Session.id)).all())


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
    before, token, count = sessions(app), due(client, ada), deed.count_guess

    def be_second(*given: Any, **more: Any) -> bool:
        counted = count(*given, **more)
        monkeypatch.setattr(deed, "count_guess", count)
        assert second(client, token, recovery_code=app_of_ada.recovery_codes[0]).status_code == 200
        return counted

    monkeypatch.setattr(deed, "count_guess", be_second)
    headers = {"Gatepost-Device": str(client.get_cookie("Gatepost-Device").value)}
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
