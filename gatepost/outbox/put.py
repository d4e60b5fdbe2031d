"""Write down what is to be sent, in the transaction that causes it."""

import threading
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import delete, insert

from gatepost import clock
from gatepost.crypto import derive_key, random_uuid, seal, unseal
from gatepost.database import write
from gatepost.outbox.models import Outbox
from gatepost.settings import settings

_ROW = insert(Outbox)
_written: defaultdict[str, threading.Event] = defaultdict(threading.Event)


def put(kind: str, name: str, *, content: dict[str, Any], user_uuid: str | None = None, lifetime: timedelta) -> None:
    """Add an entry of this *kind*; after *lifetime* it is pointless. The caller commits.

    *content* is sealed. With a *user_uuid* the entry goes when the user is deleted.
    """
    identifier, now = random_uuid(), clock.now()
    row = {
        "id": identifier,
        "channel": kind,
        "name": name,
        "user_uuid": user_uuid,
        "created_at": now,
        "due_at": now,
        "expires_at": now + lifetime,
        "attempts": 0,
        "sealed": seal(orjson.dumps(content).decode(), key=_key(), context=identifier),
    }
    write(_ROW, row)
    written(kind).set()


def take_back(user_uuid: str, *, since: datetime) -> None:
    """Remove what was put in for this user, *since* then and not sent yet. The caller commits."""
    write(delete(Outbox).where(Outbox.user_uuid == user_uuid, Outbox.created_at >= since))


def written(kind: str) -> threading.Event:
    """Set when this process puts something of this *kind* in, perhaps just before it commits that."""
    return _written[kind]


def opened(sealed: str, *, identifier: str) -> dict[str, Any]:
    """What was put in. Raises Unsealable, for one that was sealed with another SECRET_KEY."""
    content: dict[str, Any] = orjson.loads(unseal(sealed, key=_key(), context=identifier))
    return content


def _key() -> bytes:
    return derive_key(settings.secret_key, "seal outbox")
