"""With a second factor a password of 8 characters is long enough (NIST SP 800-63B-4 section 3.1.1.2)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.passwords.expire import expire_password
from tests.support.authenticator import Authenticator, enrol
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

SHORT, LONG = "12345678", "a password of 15 and more"
REFUSED = (422, "invalid_input")


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(password_min_length=15).test_client()


@pytest.fixture
def ada(client: FlaskClient) -> Person:
    return People(client).join("ada", password=LONG)


def change(client: FlaskClient, ada: Person, new: str) -> object:
    body = {"old_password": ada.password, "new_password": new}
    return client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed)


def reset(client: FlaskClient, ada: Person, new: str) -> object:
    letters = Letters(client.application)
    letters.new()
    assert client.post("/user/forgot-password", json={"username": "ada"}).status_code == 202
    body = {"username": "ada", "code": letters.one("reset").code, "new_password": new}
    return client.post("/user/reset-password", json=body)


def renew(client: FlaskClient, ada: Person, new: str) -> object:
    with client.application.app_context():
        expire_password(ada.uuid, end_sessions=False)
    return client.post("/user/login", json={"username": "ada", "password": ada.password, "new_password": new})


@pytest.mark.parametrize("way", [change, reset, renew])
def test_without_a_factor_it_is_not(client: FlaskClient, ada: Person, way: Callable[..., object]) -> None:
    assert_refused(way(client, ada, SHORT), REFUSED)  # type: ignore[arg-type]


@pytest.mark.parametrize(("way", "status"), [(change, 200), (reset, 200), (renew, 403)])
def test_with_a_factor_it_is(
    client: FlaskClient, ada: Person, time: SetClock, way: Callable[..., object], status: int
) -> None:
    enrol(client, ada)
    assert_refused(way(client, ada, SHORT[:7]), REFUSED)  # type: ignore[arg-type]
    time.pass_(minutes=5)
    answer = way(client, ada, SHORT)
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert status == 200 or answer.json["code"] == "second_factor_required"  # type: ignore[attr-defined]


def test_nobody_registers_with_one(client: FlaskClient) -> None:
    body = {"username": "eve", "mobile": "01712345678", "password": SHORT}
    assert_refused(client.post("/user", json=body), REFUSED)


def test_after_the_last_factor_was_removed_the_next_one_is_long_again(
    client: FlaskClient, ada: Person, time: SetClock
) -> None:
    app: Authenticator = enrol(client, ada)
    assert client.delete(f"/user/factors/{app.id}", headers=ada.signed).status_code == 200
    assert_refused(change(client, ada, SHORT), REFUSED)  # type: ignore[arg-type]
