"""POST /oauth/introspect (RFC 7662): what an access token is worth at this moment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.accounts.deactivate import deactivate_user
from tests.oauth.ask import FORM, INACTIVE, INTROSPECT, assert_refused_as_oauth, introspect, revoke
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import basic


@pytest.mark.asvs("10.3.3")
def test_a_live_token_is_described_from_its_claims_and_its_session(
    time: SetClock, client: FlaskClient, ada: Person
) -> None:
    claims = opened(ada.access_token)[1]
    assert introspect(client, ada.access_token) == {
        "active": True,
        "iss": claims["iss"],
        "sub": ada.uuid,
        "aud": claims["aud"],
        "client_id": "gatepost",
        "username": "ada",
        "role": "user",
        "roles": [],
        "exp": int(time.now().timestamp()) + 900,
        "iat": int(time.now().timestamp()),
        "jti": claims["jti"],
        "token_type": "Bearer",
        "sid": claims["sid"],
        "auth_time": int(time.now().timestamp()),
        "amr": ["pwd"],
        "acr": "aal1",
    }


def test_name_and_role_are_those_of_this_moment(client: FlaskClient, ada: Person, admin: Person) -> None:
    assert introspect(client, admin.access_token)["role"] == "admin"
    client.patch(f"/user/{ada.uuid}", json={"username": "ल‌वलेस".replace("\u200c", "")}, headers=ada.signed)
    assert introspect(client, ada.access_token)["username"] == "लवलेस"


def test_each_log_in_of_a_user_is_a_session_of_its_own(client: FlaskClient, people: People, ada: Person) -> None:
    again = people.log_in(ada)
    assert introspect(client, ada.access_token)["sid"] != introspect(client, again.access_token)["sid"]
    client.post("/user/logout/", headers=again.signed)
    assert introspect(client, again.access_token) == INACTIVE
    assert introspect(client, ada.access_token)["active"] is True


def log_out(client: FlaskClient, ada: Person) -> None:
    client.post("/user/logout/", headers=ada.signed)


def delete(client: FlaskClient, ada: Person) -> None:
    client.delete(f"/user/{ada.uuid}", headers=ada.signed)


def deactivate(client: FlaskClient, ada: Person) -> None:
    with client.application.app_context():
        deactivate_user(ada.uuid)


def revoke_refresh_token(client: FlaskClient, ada: Person) -> None:
    revoke(client, ada.refresh_token)


@pytest.mark.asvs("7.4.1")
@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("end", [log_out, delete, deactivate, revoke_refresh_token])
def test_a_token_is_inactive_with_the_request_that_ended_its_session(
    client: FlaskClient, ada: Person, end: Callable[[FlaskClient, Person], None]
) -> None:
    assert introspect(client, ada.access_token)["active"] is True
    end(client, ada)
    assert introspect(client, ada.access_token) == INACTIVE


@pytest.mark.asvs("9.2.1")
def test_a_token_is_inactive_from_the_second_at_which_it_expires(
    time: SetClock, client: FlaskClient, ada: Person
) -> None:
    time.pass_(minutes=14, seconds=59)
    assert introspect(client, ada.access_token)["active"] is True
    time.pass_(seconds=1)
    assert introspect(client, ada.access_token) == INACTIVE


def test_a_token_never_outlives_its_session(time: SetClock, make_app: Callable[..., Flask]) -> None:
    client = make_app(session_lifetime=timedelta(minutes=10)).test_client()
    ada = People(client).join("ada")
    assert introspect(client, ada.access_token)["active"] is True
    time.pass_(minutes=10)
    assert introspect(client, ada.access_token) == INACTIVE


@pytest.mark.asvs("9.2.2")
@pytest.mark.parametrize("hint", ["", "access_token", "refresh_token"])
def test_a_refresh_token_is_never_active(client: FlaskClient, ada: Person, hint: str) -> None:
    """A resource server that took one would let a session's longest-lived secret open everything."""
    assert introspect(client, ada.refresh_token, token_type_hint=hint) == INACTIVE


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "saml2", "\U0001f511", "x" * 5_000])
def test_the_hint_changes_nothing(client: FlaskClient, ada: Person, hint: str) -> None:
    assert introspect(client, ada.access_token, token_type_hint=hint)["active"] is True


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-4] + "AAAA",
        lambda token: token + "A",
        lambda token: f"Bearer {token}",
        lambda token: token + " ",
        lambda token: token + "\n",
        lambda token: token.rpartition(".")[0] + ".",
        lambda _: "x",
        lambda _: "e30.e30.e30",
        lambda _: "\U0001f511",
        lambda _: "é" * 100,
        lambda _: "..",
        lambda _: "A" * 60_000,
        lambda token: token + "." + "A" * 5_000,
    ],
)
def test_what_is_no_token_of_ours_is_inactive_and_nothing_more_is_told(
    client: FlaskClient, ada: Person, change: Callable[[str], str]
) -> None:
    assert introspect(client, change(ada.access_token)) == INACTIVE


@pytest.mark.parametrize("data", ["", "token=", "token", "Token=x", "token_type_hint=access_token", "=", "&&"])
def test_a_missing_token_is_an_invalid_request(client: FlaskClient, data: str) -> None:
    answer = client.post(INTROSPECT, data=data, headers=basic(), content_type=FORM)
    assert_refused_as_oauth(answer, 400, "invalid_request")
    assert "token" in answer.json["message"]


def test_a_token_in_the_address_is_not_read(client: FlaskClient, ada: Person) -> None:
    answer = client.post(f"{INTROSPECT}?token={ada.access_token}", headers=basic(), content_type=FORM)
    assert_refused_as_oauth(answer, 400, "invalid_request")
    assert client.get(f"{INTROSPECT}?token={ada.access_token}", headers=basic()).status_code == 405


def test_the_answer_is_never_kept(client: FlaskClient, ada: Person) -> None:
    for token in (ada.access_token, "x"):
        answer = client.post(INTROSPECT, data={"token": token}, headers=basic())
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.content_type == "application/json"
