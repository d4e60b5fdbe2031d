"""POST /oauth/revoke (RFC 7009): a token ends with its session, in the same request."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.audit.models import AuditEvent
from gatepost.database import db
from gatepost.sessions.models import Session
from tests.oauth.ask import FORM, INACTIVE, REVOKE, assert_refused_as_oauth, introspect, revoke
from tests.support.apps import SERVICE_ID
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.web.endpoints import basic, contents

PATH = "/user/refresh-token/"


def is_dead(client: FlaskClient, ada: Person) -> bool:
    """Nothing of ada's session opens anything."""
    statuses = {
        client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code,
        client.get(PATH, headers=ada.refreshing).status_code,
        client.post(PATH, headers=ada.refreshing).status_code,
        client.get("/forward-auth", headers=ada.signed).status_code,
    }
    return statuses == {401} and introspect(client, ada.access_token) == INACTIVE


def ends(app: Flask) -> list[tuple[str, str | None]]:
    with app.app_context():
        lines = db.session.execute(
            select(AuditEvent.user_uuid, AuditEvent.actor_uuid).where(AuditEvent.event == "session.revoked")
        )
        return [(user, actor) for user, actor in lines]


@pytest.mark.asvs("7.4.1")
@pytest.mark.asvs("10.4.9")
@pytest.mark.parametrize("hint", ["", "access_token", "refresh_token", "anything"])
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_either_token_ends_the_whole_session_whatever_the_hint(
    client: FlaskClient, people: People, ada: Person, kind: str, hint: str
) -> None:
    other = people.log_in(ada)
    answer = revoke(client, getattr(ada, kind), token_type_hint=hint)
    assert (answer.status_code, answer.json) == (200, {})
    assert answer.headers["Cache-Control"] == "no-store"
    assert is_dead(client, ada)
    assert client.get(f"/user/{ada.uuid}", headers=other.signed).status_code == 200


def test_an_application_without_a_secret_revokes_what_it_holds(app: Flask, client: FlaskClient, ada: Person) -> None:
    answer = client.post(REVOKE, data={"token": ada.refresh_token, "client_id": "gatepost"})
    assert (answer.status_code, answer.json) == (200, {})
    assert is_dead(client, ada)
    assert ends(app) == [(ada.uuid, None)]


def test_the_public_client_needs_no_more_than_its_name_even_beside_its_token(client: FlaskClient, ada: Person) -> None:
    form = {"token": ada.access_token, "client_id": "gatepost", "client_secret": ""}
    assert client.post(REVOKE, data=form, headers=ada.signed).status_code == 200
    assert is_dead(client, ada)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_an_older_refresh_token_ends_its_session_too(client: FlaskClient, ada: Person, steps: int) -> None:
    newest = ada.refresh_token
    for _ in range(steps):
        newest = client.post(PATH, headers=bearer(newest)).json["refresh_token"]
    assert revoke(client, ada.refresh_token).status_code == 200
    assert client.post(PATH, headers=bearer(newest)).status_code == 401
    assert is_dead(client, ada)


@pytest.mark.every_engine
def test_a_second_time_is_answered_alike_and_changes_nothing(app: Flask, client: FlaskClient, ada: Person) -> None:
    revoke(client, ada.refresh_token)
    before = contents(app)
    for token in (ada.refresh_token, ada.access_token):
        assert (revoke(client, token).status_code, revoke(client, token).json) == (200, {})
    assert contents(app) == before
    assert ends(app) == [(ada.uuid, SERVICE_ID)]


def test_the_record_and_the_session_say_why_it_ended(app: Flask, client: FlaskClient, ada: Person) -> None:
    revoke(client, ada.access_token)
    with app.app_context():
        assert db.session.scalars(select(Session.end_reason)).all() == ["revoked"]
    assert ends(app) == [(ada.uuid, SERVICE_ID)]


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-4] + "AAAA",
        lambda token: f"Bearer {token}",
        lambda _: "x",
        lambda _: "e30.e30.e30",
        lambda _: "A" * 60_000,
        lambda _: "\U0001f511",
    ],
)
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_what_is_no_token_of_ours_ends_nothing_and_is_no_error(
    app: Flask, client: FlaskClient, ada: Person, kind: str, change: Callable[[str], str]
) -> None:
    before = contents(app)
    answer = revoke(client, change(getattr(ada, kind)))
    assert (answer.status_code, answer.json) == (200, {})
    assert contents(app) == before


def test_an_expired_access_token_ends_nothing(time: SetClock, app: Flask, client: FlaskClient, ada: Person) -> None:
    time.pass_(minutes=15)
    assert revoke(client, ada.access_token).status_code == 200
    assert client.get(PATH, headers=ada.refreshing).status_code == 200
    assert ends(app) == []


def test_tokens_of_a_user_who_is_gone_are_no_error(app: Flask, client: FlaskClient, ada: Person) -> None:
    client.delete(f"/user/{ada.uuid}", headers=ada.signed)
    for token in (ada.access_token, ada.refresh_token):
        assert revoke(client, token).status_code == 200
    assert ends(app) == []


@pytest.mark.asvs("10.4.10")
def test_without_a_client_no_session_ends(client: FlaskClient, ada: Person) -> None:
    for form in ({}, {"client_id": "other"}, {"client_id": "gatepost", "client_secret": "x"}, {"client_id": ""}):
        answer = client.post(REVOKE, data={"token": ada.access_token, **form})
        assert_refused_as_oauth(answer, 401, "invalid_client")
    wrong = client.post(REVOKE, data={"token": ada.access_token}, headers=basic(secret="wrong"))
    assert_refused_as_oauth(wrong, 401, "invalid_client")
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200


@pytest.mark.parametrize("data", ["", "token=", "token_type_hint=access_token"])
def test_a_missing_token_is_an_invalid_request(client: FlaskClient, data: str) -> None:
    assert_refused_as_oauth(client.post(REVOKE, data=data, headers=basic(), content_type=FORM), 400, "invalid_request")


def test_a_stranger_uses_up_the_limit_of_their_own_address_only(make_app: Callable[..., Flask]) -> None:
    client = make_app(limits=True).test_client()

    def ask(peer: str, **client_of: dict[str, str]) -> int:
        form = {"token": "x", **client_of.get("form", {})}
        sent = {"headers": client_of.get("headers", {}), "environ_overrides": {"REMOTE_ADDR": peer}}
        return client.post(REVOKE, data=form, **sent).status_code

    public = {"client_id": "gatepost"}
    assert {ask("192.0.2.1", form=public) for _ in range(600)} == {200}
    last = client.post(REVOKE, data={"token": "x", **public}, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert_refused_as_oauth(last, 429, "temporarily_unavailable")
    assert int(last.headers["Retry-After"]) >= 1
    assert ask("192.0.2.1") == 429
    assert ask("192.0.2.2", form=public) == 200
    assert ask("192.0.2.1", headers=basic()) == 200
