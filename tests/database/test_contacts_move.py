"""Revision 0007 takes mobile numbers and e-mail addresses out of the users' rows, and back, without loss."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, insert, inspect, select

from gatepost import migrations
from gatepost.database import UtcTime, db
from gatepost.users.models import find_by_identifier, find_user

pytestmark = pytest.mark.every_engine
BEFORE, AFTER = "0006", "0007"
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
NOTHING = {"": False, "_key": False, "_verified_at": False}
UNCOUNTED = NOTHING | {"": True}
COUNTED = UNCOUNTED | {"_key": True}
VERIFIED = COUNTED | {"_verified_at": True}
STATES = [NOTHING, UNCOUNTED, COUNTED, VERIFIED]
COLUMNS = [f"{kind}{part}" for kind in ("mobile", "email") for part in NOTHING]


def uuid_of(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def written(kind: str, number: int) -> str:
    return f"0171-{number:07}" if kind == "mobile" else f"Ünal{number}@Example.ORG"


def contact(kind: str, number: int, state: dict[str, bool]) -> dict[str, Any]:
    key = f"0171{number:07}" if kind == "mobile" else f"ünal{number}@example.org"
    values = {"": written(kind, number), "_key": key, "_verified_at": MOMENT}
    return {f"{kind}{part}": values[part] if given else None for part, given in state.items()}


def old_users() -> list[dict[str, Any]]:
    """Users and administrators in every state that either contact can be in."""
    return [
        {
            "uuid": uuid_of(number),
            "username": f"user{number}",
            "username_key": f"user{number}",
            **contact("mobile", number, mobile),
            **contact("email", number, email),
            "role": role,
            "password_hash": "!",
            "credentials_version": number,
            "devices_version": 1,
            "password_changed_at": MOMENT,
            "created_at": MOMENT,
        }
        for number, (mobile, email, role) in enumerate(product(STATES, STATES, ("user", "admin")))
    ]


def table(name: str) -> Table:
    found = Table(name, MetaData(), autoload_with=db.engine)
    for column in found.columns:
        if column.name.endswith("_at"):
            column.type = UtcTime()
    return found


def rows(name: str, *columns: str) -> list[dict[str, Any]]:
    """All rows, by their columns, in an order of their own."""
    look = table(name)
    with db.engine.connect() as connection:
        found = connection.execute(select(*(look.c[each] for each in columns or look.columns.keys()))).mappings().all()
    return sorted(map(dict, found), key=repr)


def fill() -> None:
    users = old_users()
    pending = [
        {
            "user_uuid": uuid_of(number),
            "kind": kind,
            "value": written(kind, 99),
            "key": "one key",
            "requested_at": MOMENT,
        }
        for number, kind in product((0, 1, 2), ("mobile", "email"))
    ]
    undos = [
        {
            "token_digest": f"{number}",
            "user_uuid": uuid_of(number),
            "kind": "email",
            "value": written("email", number),
            "key": "one key",
            "verified_at": MOMENT if number else None,
            "created_at": MOMENT,
            "expires_at": MOMENT,
        }
        for number in (0, 1)
    ]
    for name, given in (("users", users), ("pending_addresses", pending), ("address_undos", undos)):
        statement = insert(table(name))
        with db.engine.begin() as connection:
            connection.execute(statement, given)


@pytest.fixture
def filled(on_empty: Flask) -> Flask:
    """The service on tables of the revision before, with users in every state."""
    migrations.upgrade(BEFORE)
    fill()
    return on_empty


def assert_old() -> None:
    assert rows("users", *old_users()[0]) == sorted(old_users(), key=repr)
    assert (len(rows("pending_addresses")), len(rows("address_undos"))) == (6, 2)
    assert not inspect(db.engine).has_table("contacts")


def assert_new() -> None:
    assert not set(COLUMNS) & set(table("users").columns.keys())
    kept = [name for name in old_users()[0] if name not in COLUMNS]
    assert rows("users", *kept) == sorted(({name: user[name] for name in kept} for user in old_users()), key=repr)
    expected = [
        {
            "user_uuid": user["uuid"],
            "kind": kind,
            "place": 0,
            "value": user[kind],
            "key": user[f"{kind}_key"],
            "verified_at": user[f"{kind}_verified_at"],
        }
        for user in old_users()
        for kind in ("mobile", "email")
        if user[kind] is not None
    ]
    assert rows("contacts") == sorted(expected, key=repr)
    assert (len(rows("pending_contacts")), len(rows("contact_undos"))) == (6, 2)


def test_contacts_move_into_their_table_and_back_without_loss(filled: Flask) -> None:
    columns = table("users").columns.keys()
    pending, undos, users = rows("pending_addresses"), rows("address_undos"), rows("users", *columns)
    for _ in range(2):
        migrations.upgrade(AFTER)
        assert_new()
        assert (rows("pending_contacts"), rows("contact_undos")) == (pending, undos)
        migrations.downgrade(BEFORE)
        assert_old()
        assert (rows("pending_addresses"), rows("address_undos")) == (pending, undos)
        assert rows("users", *columns) == users


def test_users_from_before_are_found_by_what_counted_and_by_nothing_else(filled: Flask) -> None:
    migrations.upgrade()
    for old in old_users():
        user = find_user(old["uuid"])
        assert user is not None
        assert (user.mobile, user.email) == (old["mobile"], old["email"])
        counting = [old[f"{kind}_key"] for kind in ("email", "mobile") if old[f"{kind}_key"]]
        verified = [old[f"{kind}_key"] for kind in ("email", "mobile") if old[f"{kind}_verified_at"]]
        assert [address.key for address in user.addresses] == (verified or counting)
        for kind in ("mobile", "email"):
            number = int(old["uuid"][-12:])
            key = contact(kind, number, COUNTED)[f"{kind}_key"]
            found = find_by_identifier(kind, key)
            assert (found and found.uuid) == (old["uuid"] if old[f"{kind}_key"] else None)
