"""Revision 0016 takes the role out of the users' rows into a table of its own, and back, without loss."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, insert, select

from gatepost import migrations
from gatepost.database import UtcTime, db
from gatepost.users.models import find_user

pytestmark = pytest.mark.every_engine
BEFORE, AFTER = "0015", "0016"
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
ROLES = {
    f"00000000-0000-4000-8000-{number:012}": role for number, role in enumerate(("user", "admin", "user", "admin"))
}
ADMINISTRATORS = [uuid for uuid, role in ROLES.items() if role == "admin"]


def table(name: str) -> Table:
    found = Table(name, MetaData(), autoload_with=db.engine)
    for column in found.columns:
        if column.name.endswith("_at"):
            column.type = UtcTime()
    return found


def rows(name: str, *columns: str) -> list[tuple[Any, ...]]:
    look = table(name)
    with db.engine.connect() as connection:
        return sorted(map(tuple, connection.execute(select(*(look.c[each] for each in columns))).all()))


@pytest.fixture
def filled(on_empty: Flask) -> Flask:
    """The service on tables of the revision before, with two administrators and two others."""
    migrations.upgrade(BEFORE)
    users = [
        {
            "uuid": uuid,
            "username": f"user{place}",
            "username_key": f"user{place}",
            "role": role,
            "password_hash": "!",
            "credentials_version": 1,
            "devices_version": 1,
            "password_changed_at": MOMENT,
            "created_at": MOMENT,
        }
        for place, (uuid, role) in enumerate(ROLES.items())
    ]
    statement = insert(table("users"))
    with db.engine.begin() as connection:
        connection.execute(statement, users)
    return on_empty


def test_administrators_keep_their_role_up_and_down_and_up_again(filled: Flask) -> None:
    for _ in range(2):
        migrations.upgrade(AFTER)
        assert rows("user_roles", "user_uuid", "role") == [(uuid, "administrator") for uuid in ADMINISTRATORS]
        assert rows("users", "uuid", "roles") == [
            (uuid, "administrator" if uuid in ADMINISTRATORS else "") for uuid in ROLES
        ]
        assert rows("roles", "name", "permissions") == [("administrator", ""), ("support", ""), ("user", "")]
        assert "role" not in table("users").columns
        migrations.downgrade(BEFORE)
        assert rows("users", "uuid", "role") == list(ROLES.items())
        assert table("users").columns.keys().count("roles") == 0


def test_the_way_back_keeps_administrators_who_hold_other_roles_too(filled: Flask) -> None:
    migrations.upgrade(AFTER)
    users, roles = table("users"), table("roles")
    first, second, third, _ = ROLES
    with db.engine.begin() as connection:
        connection.execute(insert(roles), [{"name": "administrator2", "description": "", "permissions": ""}])
        for uuid, held in ((first, "administrator2 support"), (second, "administrator support"), (third, "support")):
            connection.execute(users.update().where(users.c.uuid == uuid).values(roles=held))
    migrations.downgrade(BEFORE)
    assert rows("users", "uuid", "role") == list(ROLES.items())


def test_who_was_an_administrator_before_is_one_after(filled: Flask) -> None:
    migrations.upgrade()
    found = {uuid: find_user(uuid) for uuid in ROLES}
    assert [uuid for uuid, user in found.items() if user is not None and user.is_admin] == ADMINISTRATORS
