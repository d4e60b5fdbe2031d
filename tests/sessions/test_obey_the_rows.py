"""What a token opens is decided by the rows of its session and its user, at each request anew."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from gatepost import clock
from gatepost.database import db
from gatepost.roles.set_roles import set_roles
from gatepost.sessions.models import Session
from gatepost.users.models import User
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.tokens.forge import assert_refused, opened
from tests.web.endpoints import BODIES, ENDPOINTS, send

GUARDED = [name for name, endpoint in ENDPOINTS.items() if endpoint.access.token]


def set_in(app: Flask, table: type[User] | type[Session], **values: Any) -> None:
    """Write to every row of *table*, past all that the service would do beside."""
    with app.app_context():
        db.session.execute(update(table).values(**values))
        db.session.commit()


def session_count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Session)) or 0


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize(
    ("table", "column", "minutes"),
    [
        (User, "deactivated_at", 0),
        (User, "activated_at", None),
        (Session, "ended_at", 0),
        (Session, "expires_at", 0),
        (Session, "expires_at", -1),
    ],
)
def test_no_endpoint_is_open_once_a_row_says_so(
    time: SetClock,
    app: Flask,
    ada: Person,
    table: type[User] | type[Session],
    column: str,
    minutes: int | None,
    subtests: pytest.Subtests,
) -> None:
    client = app.test_client()
    set_in(app, table, **{column: None if minutes is None else clock.now() + timedelta(minutes=minutes)})
    for name in GUARDED:
        with subtests.test(name):
            assert_refused(send(client, name, ada, json=BODIES.get(name)))


@pytest.mark.every_engine
@pytest.mark.asvs("8.3.2")
def test_who_is_no_administrator_any_more_has_no_more_rights_at_once(
    app: Flask, people: People, ada: Person, admin: Person
) -> None:
    client = app.test_client()
    assert client.patch(f"/user/{ada.uuid}", json={"gender": "Female"}, headers=admin.signed).status_code == 200
    people.appoint(app, "second")
    with app.app_context():
        set_roles(admin.uuid, [])
    answer = client.patch(f"/user/{ada.uuid}", json={"gender": None}, headers=admin.signed)
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    assert client.get(f"/user/{ada.uuid}", headers=ada.signed).json["data"]["gender"] == "Female"


@pytest.mark.every_engine
@pytest.mark.asvs("8.3.2")
def test_who_becomes_an_administrator_has_the_rights_at_once(app: Flask, ada: Person, eve: Person) -> None:
    client = app.test_client()
    assert client.delete(f"/user/{eve.uuid}", headers=ada.signed).status_code == 403
    with app.app_context():
        set_roles(ada.uuid, ["administrator"])
    assert client.delete(f"/user/{eve.uuid}", headers=ada.signed).status_code == 200


@pytest.mark.asvs("7.6.2")
def test_only_a_log_in_begins_a_session(app: Flask, client: FlaskClient, people: People) -> None:
    ada = people.register("ada")
    client.post("/user/activate-account/", json={"mobile": ada.mobile})
    assert session_count(app) == 0
    ada = people.log_in(ada)
    for name, endpoint in ENDPOINTS.items():
        if endpoint.path not in ("/user/login", "/user/logout/") and endpoint.method != "DELETE":
            send(client, name, ada, json=BODIES.get(name))
    assert session_count(app) == 1


@pytest.mark.asvs("7.6.2")
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_refreshing_goes_on_with_the_same_session(client: FlaskClient, ada: Person, method: str) -> None:
    session = opened(ada.refresh_token)[1]["sid"]
    given = client.open("/user/refresh-token/", method=method, headers=ada.refreshing).json
    assert {opened(token)[1]["sid"] for token in given.values()} == {session}
