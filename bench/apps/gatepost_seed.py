"""Put users who share one password straight into Gatepost's database.

Their rows are written in batches, each a transaction of its own. With ``--lived-in`` each user has logged in once.
"""

import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine, event, insert, text

from gatepost import clock
from gatepost.contacts.models import Contact
from gatepost.database.engines import database_url
from gatepost.environment import load_settings
from gatepost.sessions.models import Session
from gatepost.users.known_devices import KnownDevice
from gatepost.users.models import User

_BATCH = 10_000  # users
_TABLES = (User, Contact, Session, KnownDevice)
_Row = dict[str, Any]
# A server does this by itself, some time after so many rows. It must not happen in the middle of a measurement.
_AFTERWARDS = {
    "postgresql": ("VACUUM ANALYZE", "CHECKPOINT"),
    "mysql": tuple(f"ANALYZE TABLE {table.__tablename__}" for table in _TABLES),
}


def seed(count: int, password: str, *, lived_in: bool) -> None:
    """*count* active users, named as the bench names them, with one hash of today's parameters."""
    settings, begun = load_settings(), time.monotonic()
    hasher = PasswordHasher(settings.argon2_passes, settings.argon2_memory, settings.argon2_lanes)
    hashed, now = hasher.hash(password), clock.now()
    engine = create_engine(database_url(settings))
    if engine.name == "sqlite":
        event.listen(engine, "connect", _hasten)
    for first in range(0, count, _BATCH):
        users = list(_users(range(first, min(first + _BATCH, count)), hashed, now=now))
        with engine.begin() as connection:
            connection.execute(insert(User), users)
            connection.execute(insert(Contact), [_number(user) for user in users])
            if lived_in:
                connection.execute(insert(Session), [_session(user, now=now) for user in users])
                connection.execute(insert(KnownDevice), [_device(user, now=now) for user in users])
    _finish(engine)
    engine.dispose()
    print(f"{count:,} users in {time.monotonic() - begun:.1f} s")


def _users(places: range, hashed: str, *, now: datetime) -> Iterator[_Row]:
    for place in places:
        yield {
            "uuid": str(uuid4()),
            "username": f"user{place:05}",
            "username_key": f"user{place:05}",
            "password_hash": hashed,
            "credentials_version": 1,
            "password_changed_at": now,
            "activated_at": now,
            "created_at": now - timedelta(days=700) + timedelta(seconds=place),
        }


def _number(user: _Row) -> _Row:
    number = f"60000{user['username'].removeprefix('user'):0>8}"
    return {"user_uuid": user["uuid"], "kind": "mobile", "place": 0, "value": number, "key": number}


def _session(user: _Row, *, now: datetime) -> _Row:
    identifier = uuid4().hex
    return {
        "id": identifier,
        "user_uuid": user["uuid"],
        "created_at": now,
        "authenticated_at": now,
        "last_used_at": now,
        "expires_at": now + timedelta(days=30),
        "authenticated_by": "pwd",
        "address": "127.0.0.2",
        "user_agent": "another",
        "refresh_digest": identifier * 2,
    }


def _device(user: _Row, *, now: datetime) -> _Row:
    return {"user_uuid": user["uuid"], "digest": uuid4().hex * 2, "first_seen_at": now, "last_seen_at": now}


def _hasten(connection: Connection, _: object) -> None:
    """Keep 1 GiB of the file in memory, without waiting for the disk: keys are random, so each batch is all over it."""
    for setting in ("cache_size = -1048576", "synchronous = OFF"):
        connection.execute(f"PRAGMA {setting}")


def _finish(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in _AFTERWARDS.get(engine.name, ()):
            connection.execute(text(statement))


if __name__ == "__main__":
    number, secret, *more = sys.argv[1:]
    seed(int(number), secret, lived_in="--lived-in" in more)
