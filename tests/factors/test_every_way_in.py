"""No way in goes round a second factor: every endpoint that issues tokens is asked by somebody without it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.passwords.expire import expire_password
from tests.login.test_every_way_in import WAYS_IN, tokens_in
from tests.support.authenticator import Authenticator, due, enrol, first, second
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

DUE = (403, "second_factor_required")
EMAIL = "ada@example.org"
# Each that begins a session, with what somebody sends who has the first factor alone.
BEGIN = {
    "login.login.post",
    "login.login_with_code.post",
    "providers.login_with_id_token.post",
    "providers.exchange_code.post",
}
# These continue a session that has both, finish a log-in by the second factor, or take both at once (a passkey).
CONTINUE = {
    "login.login_with_factor.post",
    "login.login_with_passkey.post",
    "login.prove_again.post",
    "factors.verify_first_code.post",
    "factors.add_own_passkey.post",
    "sessions.refresh_access_token.get",
    "sessions.rotate_refresh_token.post",
}


@pytest.fixture
def reachable(client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters) -> Person:
    """ada, who has a second factor and an e-mail address."""
    assert client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed).status_code == 200
    letters.new()
    return ada


@pytest.mark.asvs("6.3.4")
def test_these_are_all_ways_in() -> None:
    assert set(WAYS_IN) == BEGIN | CONTINUE


def by_password(client: FlaskClient, ada: Person, letters: Letters) -> Any:
    return first(client, ada)


def by_code(client: FlaskClient, ada: Person, letters: Letters) -> Any:
    client.post("/user/login/code", json={"email": EMAIL})
    return client.post("/user/login/code", json={"email": EMAIL, "code": letters.one("login").code})


def by_link(client: FlaskClient, ada: Person, letters: Letters) -> Any:
    client.post("/user/login/code", json={"username": "ada"})
    return client.post("/user/login/code", json={"token": letters.one("login").token})


def by_a_new_password_for_an_expired_one(client: FlaskClient, ada: Person, letters: Letters) -> Any:
    with client.application.app_context():
        expire_password(ada.uuid, end_sessions=False)
    body = {"username": "ada", "password": ada.password, "new_password": "another password"}
    return client.post("/user/login", json=body)


def after_a_reset(client: FlaskClient, ada: Person, letters: Letters) -> Any:
    client.post("/user/forgot-password", json={"email": EMAIL})
    body = {"token": letters.one("reset").token, "new_password": "another password"}
    answer = client.post("/user/reset-password", json=body)
    assert (answer.status_code, tokens_in(answer)) == (200, [])
    return client.post("/user/login", json={"username": "ada", "password": "another password"})


@pytest.mark.asvs("6.3.4", "6.4.3")
@pytest.mark.parametrize("way", [by_password, by_code, by_link, by_a_new_password_for_an_expired_one, after_a_reset])
def test_each_way_asks_for_the_factor_and_ends_with_it(
    client: FlaskClient, reachable: Person, app_of_ada: Authenticator, letters: Letters, way: Callable[..., Any]
) -> None:
    answer = way(client, reachable, letters)
    assert (answer.status_code, answer.json["code"]) == DUE
    done = second(client, answer.json["second_factor"]["token"], app_of_ada.code())
    assert (done.status_code, sorted(tokens_in(done))) == (200, ["access_token", "refresh_token"])


@pytest.mark.asvs("6.3.4", "6.4.3")
def test_an_expired_password_is_replaced_only_after_the_factor(
    client: FlaskClient, reachable: Person, app_of_ada: Authenticator, letters: Letters
) -> None:
    """Somebody who knows the old password alone could otherwise lock its owner out."""
    token = by_a_new_password_for_an_expired_one(client, reachable, letters).json["second_factor"]["token"]
    assert log_in(client, "another password") == (401, "invalid_credentials")
    assert log_in(client, reachable.password) == (403, "password_change_required")
    assert letters.new() == []
    assert second(client, token, app_of_ada.code()).status_code == 200
    assert log_in(client, "another password") == DUE
    assert log_in(client, reachable.password) == (401, "invalid_credentials")
    assert "password_changed" in {letter.name for letter in letters.new()}


def log_in(client: FlaskClient, password: str) -> tuple[int, str]:
    answer = client.post("/user/login", json={"username": "ada", "password": password})
    return answer.status_code, answer.json["code"]


@pytest.mark.asvs("15.4.2")
def test_a_factor_that_is_enrolled_during_a_log_in_wins(
    app: Flask, ada: Person, time: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gatepost.login import complete  # noqa: PLC0415

    finish, client = complete.finish, app.test_client()

    def enrol_first(*given: Any) -> Any:
        monkeypatch.setattr(complete, "finish", finish)
        enrol(client, ada)
        return finish(*given)

    monkeypatch.setattr(complete, "finish", enrol_first)
    assert_refused(first(app.test_client(), ada), (401, "invalid_credentials"))


@pytest.mark.asvs("6.4.3")
def test_the_only_factor_cannot_be_removed_by_the_password_alone(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    client = make_app(reauthentication=True).test_client()
    ada = People(client).join("ada")
    app = enrol(client, ada)
    time.pass_(minutes=6)
    path = f"/user/factors/{app.id}"
    assert_refused(client.delete(path, headers=ada.signed), (401, "insufficient_user_authentication"))
    assert client.post("/user/reauthenticate", json={"password": ada.password}, headers=ada.signed).status_code == 200
    refused = client.delete(path, headers=ada.signed)
    assert_refused(refused, (401, "insufficient_user_authentication"))
    assert 'acr_values="aal2"' in refused.headers["WWW-Authenticate"]
    again = client.post("/user/reauthenticate", json={"factor_code": app.code()}, headers=ada.signed)
    assert again.status_code == 200
    assert client.delete(path, headers=ada.signed).status_code == 200
    assert first(client, ada).status_code == 200


@pytest.mark.asvs("7.5.1")
def test_an_address_is_not_changed_by_the_password_alone(make_app: Callable[..., Flask], time: SetClock) -> None:
    """Otherwise a thief of both could bring in an address, and report the factor lost: only the thief would be told."""
    app = make_app(reauthentication=True)
    people = People(app.test_client())
    client, ada, root = people.client, people.join("ada"), people.appoint(app, "root")
    phone = enrol(client, ada)
    time.pass_(minutes=6)
    path, change = f"/user/{ada.uuid}", {"email": EMAIL}
    assert client.post("/user/reauthenticate", json={"password": ada.password}, headers=ada.signed).status_code == 200
    assert_refused(client.patch(path, json=change, headers=ada.signed), (401, "insufficient_user_authentication"))
    assert client.patch(path, json={"gender": "female"}, headers=ada.signed).status_code == 200
    proof = {"factor_code": phone.code()}
    assert client.post("/user/reauthenticate", json=proof, headers=ada.signed).status_code == 200
    assert client.patch(path, json=change, headers=ada.signed).status_code == 200
    root = people.log_in(root)
    assert client.patch(path, json={"email": "new@example.org"}, headers=root.signed).status_code == 200


def test_a_removed_factor_ends_log_ins_that_wait_for_it(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    token = due(client, ada)
    assert client.delete(f"/user/factors/{app_of_ada.id}", headers=ada.signed).status_code == 200
    assert_refused(second(client, token, app_of_ada.code()), (403, "invalid_proof"))
    recovery = second(client, token, recovery_code=app_of_ada.recovery_codes[0])
    assert_refused(recovery, (403, "invalid_proof"))
