"""Roles cost a plain user no statement, and the fast lane serves built-in roles without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from gatepost.database import db
from tests.door.lanes import by_flask, by_lane, environ_for
from tests.roles.staff import Staff
from tests.support.people import Person, bearer
from tests.web.endpoints import basic


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Those about roles that SQLAlchemy sends."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM roles" in statement or "user_roles" in statement:
            seen.append(statement)

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def test_no_request_of_a_plain_user_asks_the_tables_of_roles(app: Flask, staff: Staff, ada: Person) -> None:
    client = app.test_client()
    with statements(app) as seen:
        staff.people.log_in(ada)
        client.get(f"/user/{ada.uuid}", headers=ada.signed)
        client.get("/user", headers=ada.signed)
        client.get("/forward-auth", headers=ada.signed)
        client.get("/user/refresh-token/", headers=ada.refreshing)
        client.post("/oauth/introspect", data={"token": ada.access_token}, headers=basic())
    assert seen == []


def test_the_permissions_of_a_role_of_ones_own_are_read(app: Flask, staff: Staff) -> None:
    ada = staff.with_permissions("ada", "audit:read")
    with statements(app) as seen:
        assert app.test_client().get("/admin/events", headers=ada.signed).status_code == 200
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("roles", "answers"), [((), True), (("support",), True), (("administrator",), True), (("own",), False)]
)
def test_the_fast_lane_leaves_to_flask_what_takes_a_statement(
    app: Flask, staff: Staff, ada: Person, roles: tuple[str, ...], answers: bool
) -> None:
    staff.define("own", ["audit:read"])
    ada = staff.people.log_in(staff.give(ada, *roles))
    form = {**basic(), "Content-Type": "application/x-www-form-urlencoded"}
    environs = [
        environ_for("POST /oauth/introspect", headers=form, body=f"token={ada.access_token}".encode()),
        environ_for("GET /user/refresh-token/", headers=bearer(ada.refresh_token)),
        environ_for("GET /forward-auth", headers=ada.signed),  # which names the roles and no permissions
    ]
    for environ in environs:
        assert by_flask(app, environ).status == 200  # the tokens are known from then on
    assert [each is not None for each in by_lane(app, *environs)] == [answers, answers, True]
