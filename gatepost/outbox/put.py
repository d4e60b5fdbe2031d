"""Put entries into the outbox, in the transaction that causes them."""

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
_new_entries: defaultdict[str, threading.Event] = defaultdict(threading.Event)


def put(
    kind: str,
    name: str,
    *,
    content: dict[str, Any],
    user_uuid: str | None = None,
    lifetime: timedelta,
    masked_to: str | None = None,
) -> None:
    """Add an entry of this *kind*, which expires after *lifetime*. *content* is sealed.

    With a *user_uuid* the entry is deleted together with the user. *masked_to*: its address, masked, for the support.
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
        "masked_to": masked_to,
    }
    write(_ROW, row)
    new_entry_event(kind).set()


def remove_entries_of(user_uuid: str, *, since: datetime) -> None:
    """Remove the entries that were put in for this user *since* then, in the present transaction."""
    write(delete(Outbox).where(Outbox.user_uuid == user_uuid, Outbox.created_at >= since))


def new_entry_event(kind: str) -> threading.Event:
    """Set when this process adds an entry of this *kind*, which may be just before the commit."""
    return _new_entries[kind]


def unseal_content(sealed: str, *, identifier: str) -> dict[str, Any]:
    """The content of an entry. Raises Unsealable if it was sealed with another SECRET_KEY."""
    content: dict[str, Any] = orjson.loads(unseal(sealed, key=_key(), context=identifier))
    return content


def _key() -> bytes:
    return derive_key(settings.secret_key, "seal outbox")
