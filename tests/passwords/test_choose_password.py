"""A user without a password chooses one, or goes on without."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.audit.test_record import Record
from tests.passwords.without_password import NEW, RECENT, choose, remove, verify_contacts
from tests.support.authenticator import enrol, first
from tests.support.letters import Letters
from tests.support.passkeys import PASSKEYS, add_passkey, options_to_log_in
from tests.support.people import People, Person
from tests.support.software_key import Authenticator
from tests.support.time import SetClock
from tests.web import providers
from tests.web.endpoints import assert_refused


@pytest.mark.every_engine
@pytest.mark.asvs("6.2.2", "6.3.7")
def test_within_a_session_a_new_password_is_chosen_without_an_old_one(
    app: Flask, client: FlaskClient, ada: Person, alone: Authenticator, letters: Letters, time: SetClock
) -> None:
    record = Record(app)
    assert_refused(choose(client, ada, new_password="short"), (422, "invalid_input"))
    assert_refused(choose(client, ada, old_password="password"), (403, "wrong_password"))
    record.new()
    answer = choose(client, ada)
    assert (answer.status_code, answer.json) == (200, {"message": "Success!"})
    assert record.new() == [("password.chosen", ada.uuid, ada.uuid, time.now())]
    assert letters.one("password_changed")
    ada.password = NEW
    assert first(client, ada).status_code == 200
    assert_missing(choose(client, ada))


def assert_missing(answer: TestResponse) -> None:
    assert (answer.status_code, answer.json["errors"]) == (422, {"old_password": ["This field is required."]})


@pytest.mark.asvs("7.5.1")
def test_that_takes_a_recent_log_in_by_the_passkey(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(reauthentication=True)
    client = app.test_client()
    ada, key = People(client).join("ada"), Authenticator()
    add_passkey(client, ada, key)
    verify_contacts(app)
    assert remove(client, ada).status_code == 200
    time.pass_(minutes=6)
    assert_refused(choose(client, ada), RECENT)
    body = {"passkey": key.get(options_to_log_in(client))}
    assert client.post("/user/reauthenticate", json=body, headers=ada.signed).status_code == 200
    assert choose(client, ada).status_code == 200


@pytest.mark.asvs("7.5.1", "6.3.4")
def test_that_takes_a_recent_log_in_and_the_factor_that_a_user_has(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    app = make_app(reauthentication=True)
    client = app.test_client()
    ada, key = People(client).join("ada"), Authenticator()
    add_passkey(client, ada, key)
    verify_contacts(app)
    enrol(client, ada)
    assert remove(client, ada).status_code == 200
    time.pass_(minutes=6)
    assert_refused(choose(client, ada), RECENT)
    client.post("/user/login/code", json={"username": "ada"})
    body = {"code": Letters(app).new()[-1].code}
    assert client.post("/user/reauthenticate", json=body, headers=ada.signed).status_code == 200
    assert_refused(choose(client, ada), RECENT)
    body = {"passkey": key.get(options_to_log_in(client))}
    assert client.post("/user/reauthenticate", json=body, headers=ada.signed).status_code == 200
    assert choose(client, ada).status_code == 200


@pytest.mark.asvs("15.4.2")
def test_of_two_passwords_that_are_chosen_at_once_one_stays(
    app: Flask, ada: Person, alone: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gatepost.passwords import change_password as deed  # noqa: PLC0415

    lock, client = deed.lock_with_factor, app.test_client()

    def choose_another_first(*given: Any) -> Any:
        monkeypatch.setattr(deed, "lock_with_factor", lock)
        assert choose(client, ada, new_password="the first of them").status_code == 200
        return lock(*given)

    monkeypatch.setattr(deed, "lock_with_factor", choose_another_first)
    assert_refused(choose(app.test_client(), ada), (403, "wrong_password"))
    ada.password = "the first of them"
    assert first(client, ada).status_code == 200


@pytest.mark.asvs("15.4.2")
def test_a_removed_passkey_wins_over_the_removal_of_the_password(
    app: Flask, ada: Person, key: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The passkey goes after the caller was let in, before their row is locked."""
    from gatepost.passwords import remove_password as deed  # noqa: PLC0415

    find, client = deed.get_own_user, app.test_client()

    def remove_passkey_first(*given: Any) -> Any:
        (only,) = client.get(PASSKEYS, headers=ada.signed).json["data"]
        assert client.delete(f"{PASSKEYS}/{only['id']}", headers=ada.signed).status_code == 200
        return find(*given)

    monkeypatch.setattr(deed, "get_own_user", remove_passkey_first)
    assert_refused(remove(app.test_client(), ada), (409, "no_passkey"))
    assert first(client, ada).status_code == 200


def test_a_passkey_goes_where_a_provider_lets_its_user_in(
    app: Flask, client: FlaskClient, ada: Person, alone: Authenticator
) -> None:
    providers.link_for_bodies(app, ada)
    (only,) = client.get(PASSKEYS, headers=ada.signed).json["data"]
    assert client.delete(f"{PASSKEYS}/{only['id']}", headers=ada.signed).status_code == 200
