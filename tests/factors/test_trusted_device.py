"""TRUSTED_DEVICE: on a device that its user trusts, no second factor is due for some days."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.tokens.device_token import read_device_token
from gatepost.users.models import get_user
from tests.support.apps import Apps
from tests.support.authenticator import Authenticator, due, enrol, first, second
from tests.support.passkeys import PASSKEYS, add_passkey, options_to_log_in
from tests.support.people import People, Person
from tests.support.software_key import Authenticator as Key
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


@pytest.fixture
def client(make_app: Callable[..., Flask], time: SetClock) -> FlaskClient:
    return make_app(
        trusted_device=timedelta(days=7), session_lifetime=timedelta(days=300), session_idle=timedelta(days=100)
    ).test_client()


def trust(client: FlaskClient, person: Person, app: Authenticator) -> str:
    """Log in by both factors, and let this device be trusted. Its token."""
    answer = second(client, due(client, person), app.code(), trust_device=True)
    assert answer.status_code == 200, answer.text
    return str(answer.headers["Gatepost-Device"])


def test_a_trusted_device_needs_no_factor_for_seven_days(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    trust(client, ada, app_of_ada)
    time.pass_(days=6, hours=23)
    answer = first(client, ada)
    assert answer.status_code == 200
    claims = opened(answer.json["access_token"])[1]
    assert (claims["amr"], claims["acr"]) == (["pwd"], "aal1")
    time.pass_(hours=1)
    assert first(client, ada).status_code == 403


def test_a_device_is_trusted_only_if_its_user_says_so(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    assert second(client, due(client, ada), app_of_ada.code()).status_code == 200
    assert first(client, ada).status_code == 403


def test_another_device_and_another_user_there_are_not_trusted(
    client: FlaskClient, ada: Person, eve: Person, app_of_ada: Authenticator
) -> None:
    enrol(client, eve)
    token = trust(client, ada, app_of_ada)
    assert first(client.application.test_client(), ada).status_code == 403
    assert first(client, eve).status_code == 403
    assert first(client, ada, **{"Gatepost-Device": token[:-1] + ("0" if token[-1] != "0" else "1")}).status_code == 403


def test_it_ends_with_a_new_password_and_with_a_removed_factor(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    trust(client, ada, app_of_ada)
    body = {"old_password": ada.password, "new_password": "another password"}
    assert client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed).status_code == 200
    ada.password = "another password"
    time.pass_(seconds=30)
    trust(client, ada, app_of_ada)
    other = enrol(client, ada)
    assert first(client, ada).status_code == 200
    assert client.delete(f"/user/factors/{other.id}", headers=ada.signed).status_code == 200
    assert first(client, ada).status_code == 403


def test_it_ends_with_a_removed_passkey(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator, time: SetClock
) -> None:
    """A thief has it, and has let a device of their own be trusted."""
    key, thief = Key(), client.application.test_client()
    passkey = add_passkey(client, ada, key)
    sent = key.get(options_to_log_in(thief))
    assert second(thief, due(thief, ada), passkey=sent, trust_device=True).status_code == 200
    assert first(thief, ada).status_code == 200
    removed = client.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed)
    assert removed.status_code == 200
    assert first(thief, ada).status_code == 403
    with client.application.app_context():
        device, user = read_device_token(removed.headers["Gatepost-Device"]), get_user(ada.uuid)
        assert device is not None
        assert device.knows(user.uuid, user.devices_version)  # the one by which ada has removed it


def test_a_session_of_a_trusted_device_changes_no_factor(
    client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    trust(client, ada, app_of_ada)
    ada.access_token = first(client, ada).json["access_token"]
    for method, path in (
        ("DELETE", f"/user/factors/{app_of_ada.id}"),
        ("POST", "/user/factors/recovery-codes"),
        ("POST", "/user/factors/totp"),
    ):
        refused = client.open(path, method=method, headers=ada.signed)
        assert_refused(refused, (401, "insufficient_user_authentication"))


def test_by_default_no_device_is_trusted(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app().test_client()
    ada = People(client).join("ada")
    app = enrol(client, ada)
    assert_refused(second(client, due(client, ada), app.code(), trust_device=True), (422, "invalid_input"))
    assert second(client, due(client, ada), app.code()).status_code == 200


def test_where_it_was_switched_off_since_it_counts_for_nothing(
    apps: Apps, client: FlaskClient, ada: Person, app_of_ada: Authenticator
) -> None:
    token = trust(client, ada, app_of_ada)
    off = apps.make().test_client()
    assert first(off, ada, **{"Gatepost-Device": token}).status_code == 403
