"""Put users who share one password straight into Gatepost's database; print their UUIDs."""

import json
import sys
from datetime import timedelta
from uuid import uuid4

from argon2 import PasswordHasher
from sqlalchemy import create_engine, insert

from gatepost import clock
from gatepost.contacts.models import Contact
from gatepost.database.engines import database_url
from gatepost.environment import load_settings
from gatepost.users.models import User


def seed(count: int, password: str) -> list[str]:
    """*count* active users, named as the bench names them, with a hash of today's parameters."""
    settings = load_settings()
    hasher = PasswordHasher(settings.argon2_passes, settings.argon2_memory, settings.argon2_lanes)
    hashed, now = hasher.hash(password), clock.now()
    rows = [
        {
            "uuid": str(uuid4()),
            "username": f"user{place:05}",
            "username_key": f"user{place:05}",
            "role": "user",
            "password_hash": hashed,
            "credentials_version": 1,
            "password_changed_at": now,
            "activated_at": now,
            "created_at": now - timedelta(minutes=count - place),
        }
        for place in range(count)
    ]
    numbers = [
        {"user_uuid": row["uuid"], "kind": "mobile", "place": 0, "value": number, "key": number}
        for place, row in enumerate(rows)
        if (number := f"60000{place:08}")
    ]
    engine = create_engine(database_url(settings))
    with engine.begin() as connection:
        connection.execute(insert(User), rows)
        connection.execute(insert(Contact), numbers)
    engine.dispose()
    return [str(row["uuid"]) for row in rows]


if __name__ == "__main__":
    count, password = sys.argv[1:]
    print(json.dumps(seed(int(count), password)))
