"""POST /user/login/passkey: counters, and changes in the middle of a log-in."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.passkeys import verify as deed
from gatepost.throttling.models import ThrottleCount
from gatepost.users.models import User
from tests.audit.test_record import Record
from tests.support.letters import Letters
from tests.support.passkeys import LOG_IN, LOG_IN_OPTIONS, PASSKEYS, add_passkey, log_in
from tests.support.people import People, Person
from tests.support.software_key import ELIGIBLE, PRESENT, VERIFIED, Authenticator
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

INVALID, UNKNOWN = (403, "invalid_passkey"), (403, "unknown_passkey")


@pytest.mark.every_engine
@pytest.mark.parametrize("count", [5, 4, 0])
def test_a_counter_that_has_not_risen_is_refused_and_told(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, time: SetClock, count: int
) -> None:
    key = Authenticator(counts=True)
    add_passkey(client, ada, key)
    assert log_in(client, key, count=5).status_code == 200
    letters.new()
    record = Record(app)
    assert_refused(log_in(client, key, count=count), INVALID)
    assert record.new() == [("passkey.counter_fell", ada.uuid, None, time.now())]
    assert letters.one("passkey_copied").values["passkey"] == "Passkey"
    assert log_in(client, key, count=6).status_code == 200


@pytest.mark.every_engine
def test_a_counter_may_have_all_its_32_bits(client: FlaskClient, key: Authenticator) -> None:
    assert log_in(client, key, count=2**32 - 2).status_code == 200
    assert log_in(client, key, count=2**32 - 1).status_code == 200


@pytest.mark.every_engine
def test_an_authenticator_that_counts_nothing_goes_on(client: FlaskClient, key: Authenticator) -> None:
    assert [log_in(client, key).status_code for _ in range(3)] == [200] * 3


@pytest.mark.every_engine
def test_what_the_authenticator_says_of_its_copies_is_kept(
    client: FlaskClient, ada: Person, key: Authenticator
) -> None:
    assert log_in(client, key, flags=PRESENT | VERIFIED | ELIGIBLE).status_code == 200
    assert client.get(PASSKEYS, headers=ada.signed).json["data"][0]["backup"] == "possible"


@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
@pytest.mark.parametrize("change", ["removed", "password", "deactivated", "deleted"])
def test_a_change_that_comes_in_between_wins(
    app: Flask, client: FlaskClient, ada: Person, key: Authenticator, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    verify, passkey = deed.verify_use, client.get(PASSKEYS, headers=ada.signed).json["data"][0]

    def make_change() -> None:
        other = app.test_client()
        if change == "removed":
            assert other.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed).status_code == 200
        elif change == "password":
            body = {"old_password": "password", "new_password": "another password"}
            path = f"/user/change-password/{ada.uuid}"
            assert other.post(path, json=body, headers=ada.signed).status_code == 200
        elif change == "deleted":
            assert other.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
        else:
            with app.app_context():
                deactivate_user(ada.uuid)

    def verify_later(*given: Any, **named: Any) -> Any:
        found = verify(*given, **named)
        make_change()
        return found

    monkeypatch.setattr(deed, "verify_use", verify_later)
    expected = UNKNOWN if change in ("removed", "deleted") else INVALID
    assert_refused(log_in(client, key), expected)


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("answers", ["public", "private"])
def test_an_account_that_is_not_active_gets_no_token(
    make_app: Callable[..., Flask], answers: str, time: SetClock
) -> None:
    app = make_app(registration_answer=answers) if answers == "private" else make_app()
    client = app.test_client()
    ada = People(make_app().test_client()).join("ada")
    key = Authenticator()
    add_passkey(client, ada, key)
    with app.app_context():
        db.session.execute(update(User).where(User.uuid == ada.uuid).values(activated_at=None))
        db.session.commit()
    assert_refused(log_in(client, key), INVALID if answers == "private" else (403, "account_not_active"))


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.1")
def test_a_failure_counts_as_that_of_a_code_and_success_clears_it(
    app: Flask, people: People, key: Authenticator
) -> None:
    stranger = app.test_client()

    def failures() -> list[tuple[str, int]]:
        with app.app_context():
            rows = db.session.query(ThrottleCount.scope, ThrottleCount.count).filter(ThrottleCount.scope != "use")
            return sorted((scope, count) for scope, count in rows)

    before = failures()
    for _ in range(7):
        assert_refused(log_in(stranger, key, origin="https://evil.example"), INVALID)
    assert failures() == sorted([*before, ("device", 5)])
    assert log_in(stranger, key).status_code == 200
    assert failures() == before


@pytest.mark.asvs("6.3.1")
def test_it_is_limited_by_address(make_app: Callable[..., Flask]) -> None:
    client = make_app(limits=True).test_client()
    statuses = [client.post(LOG_IN_OPTIONS).status_code for _ in range(61)]
    assert statuses == [200] * 60 + [429]
    body = Authenticator()
    sent = body.create({"rp": {"id": "localhost"}, "user": {"id": "AA"}, "challenge": "AA"})
    used = body.get({"challenge": "AA"})
    assert sent["id"] == used["id"]
    statuses = [client.post(LOG_IN, json=used).status_code for _ in range(31)]
    assert statuses == [403] * 30 + [429]
