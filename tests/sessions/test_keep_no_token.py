"""Who reads the database finds no token that opens anything."""

import json
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from gatepost.accounts.deactivate import deactivate_user
from gatepost.crypto import Unsealable, derive_key, digest, keyed_digest, unseal
from gatepost.database import db
from gatepost.migrations.tables import TABLES
from gatepost.sessions.models import Session
from tests.support.apps import SECRET
from tests.support.people import Person
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


def everything(app: Flask) -> str:
    """All that is in the tables, as text."""
    with app.app_context():
        tables = [db.session.execute(text(f"SELECT * FROM {table.__tablename__}")).all() for table in TABLES]
        return "\n".join(str(value) for table in tables for row in table for value in row)


def row(app: Flask) -> dict[str, Any]:
    """The only session, as it is stored."""
    with app.app_context():
        return dict(db.session.execute(select(Session.__table__)).mappings().one())


@pytest.mark.asvs("11.4.3")
@pytest.mark.asvs("7.2.3")
def test_of_a_refresh_token_only_a_digest_is_stored(app: Flask, client: FlaskClient, ada: Person) -> None:
    assert row(app)["refresh_digest"] == digest(ada.refresh_token)
    pair = client.post("/user/refresh-token/", headers=ada.refreshing).json
    assert row(app)["refresh_digest"] == digest(pair["refresh_token"])
    assert row(app)["previous_digest"] == digest(ada.refresh_token)


@pytest.mark.asvs("14.2.4")
@pytest.mark.asvs("7.2.3")
def test_no_part_of_a_token_is_in_any_table(app: Flask, client: FlaskClient, ada: Person) -> None:
    pair = client.post("/user/refresh-token/", headers=ada.refreshing).json
    stored = everything(app)
    assert row(app)["id"] in stored
    assert row(app)["sealed_successor"] in stored
    assert row(app)["ancestors"] in stored
    for token in (ada.access_token, ada.refresh_token, *pair.values()):
        assert not any(part in stored for part in token.split("."))
        assert token not in stored


def test_a_stored_digest_and_a_sealed_successor_open_nothing(app: Flask, client: FlaskClient, ada: Person) -> None:
    client.post("/user/refresh-token/", headers=ada.refreshing)
    stored = row(app)
    for name in ("id", "refresh_digest", "previous_digest", "sealed_successor"):
        headers = {"Authorization": f"Bearer {stored[name]}"}
        for method in ("GET", "POST"):
            assert client.open("/user/refresh-token/", method=method, headers=headers).status_code == 401
        assert client.get(f"/user/{ada.uuid}", headers=headers).status_code == 401


def test_a_successor_is_sealed_anew_each_time(app: Flask, client: FlaskClient, ada: Person) -> None:
    assert row(app)["sealed_successor"] is None
    first = client.post("/user/refresh-token/", headers=ada.refreshing).json
    sealed = row(app)["sealed_successor"]
    client.post("/user/refresh-token/", headers={"Authorization": f"Bearer {first['refresh_token']}"})
    assert row(app)["sealed_successor"] not in (None, sealed)


@pytest.mark.asvs("11.3.3")
def test_who_has_the_database_and_the_secret_opens_no_successor_without_its_parent(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    successor = client.post("/user/refresh-token/", headers=ada.refreshing).json["refresh_token"]
    stored = row(app)
    purpose = derive_key(SECRET, "seal refresh successor")
    right = keyed_digest(ada.refresh_token, key=purpose)
    assert unseal(stored["sealed_successor"], key=right, context=stored["id"]) == successor
    known = [stored["refresh_digest"], stored["previous_digest"], stored["id"], ada.access_token, successor, ""]
    for key in (purpose, *(keyed_digest(each, key=purpose) for each in known)):
        with pytest.raises(Unsealable):
            unseal(stored["sealed_successor"], key=key, context=stored["id"])
    with pytest.raises(Unsealable):
        unseal(stored["sealed_successor"], key=right, context="another session")
    ((_, _, sealed_key),) = json.loads(stored["ancestors"])
    of_successor = b64encode(keyed_digest(successor, key=purpose)).decode()
    assert unseal(sealed_key, key=right, context=f"key {stored['id']}") == of_successor
    for key in (purpose, *(keyed_digest(each, key=purpose) for each in known)):
        with pytest.raises(Unsealable):
            unseal(sealed_key, key=key, context=f"key {stored['id']}")


def log_out(app: Flask, ada: Person, time: SetClock) -> None:
    app.test_client().get("/user/logout/", headers=ada.signed)


def deactivate(app: Flask, ada: Person, time: SetClock) -> None:
    with app.app_context():
        deactivate_user(ada.uuid)


def use_again(app: Flask, ada: Person, time: SetClock) -> None:
    client = app.test_client()
    successor = client.post("/user/refresh-token/", headers=ada.refreshing).json["refresh_token"]
    client.post("/user/refresh-token/", headers={"Authorization": f"Bearer {successor}"})
    time.pass_(seconds=11)
    client.post("/user/refresh-token/", headers=ada.refreshing)


@pytest.mark.parametrize(
    ("end", "reason"), [(log_out, "logout"), (deactivate, "deactivated"), (use_again, "refresh_reuse")]
)
def test_an_ended_session_forgets_its_sealed_successor(
    time: SetClock,
    app: Flask,
    client: FlaskClient,
    ada: Person,
    end: Callable[[Flask, Person, SetClock], None],
    reason: str,
) -> None:
    client.post("/user/refresh-token/", headers=ada.refreshing)
    assert row(app)["sealed_successor"]
    end(app, ada, time)
    ended = row(app)
    assert (ended["sealed_successor"], ended["ancestors"]) == (None, None)
    assert (ended["end_reason"], ended["ended_at"]) == (reason, time.now())
