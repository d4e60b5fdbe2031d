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
from gatepost.messaging.message import Channel
from gatepost.outbox.models import Outbox
from gatepost.settings import settings

REQUEST = "request"  # the channel of what has to be found out first
_ROW = insert(Outbox)
_written: defaultdict[str, threading.Event] = defaultdict(threading.Event)


def put(
    name: str,
    *,
    channel: Channel,
    to: str,
    locale: str,
    values: dict[str, Any],
    user_uuid: str | None,
    lifetime: timedelta,
) -> None:
    """Add the message *name* for the address *to*; after *lifetime* it is pointless. The caller commits."""
    content = {"to": to, "locale": locale, "values": values}
    _add(name, channel=channel, content=content, user_uuid=user_uuid, lifetime=lifetime)


def put_request(name: str, *, content: dict[str, Any], lifetime: timedelta) -> None:
    """Add something that is found out by the worker, such as to whom a proof goes. The caller commits."""
    _add(name, channel=REQUEST, content=content, user_uuid=None, lifetime=lifetime)


def take_back(user_uuid: str, *, since: datetime) -> None:
    """Remove what was put in for this user, *since* then and not sent yet. The caller commits."""
    write(delete(Outbox).where(Outbox.user_uuid == user_uuid, Outbox.created_at >= since))


def written(channel: str) -> threading.Event:
    """Set when this process puts something into a channel, perhaps just before it commits that."""
    return _written[channel]


def opened(sealed: str, *, identifier: str) -> dict[str, Any]:
    """What was put in. Raises Unsealable, for one that was sealed with another SECRET_KEY."""
    content: dict[str, Any] = orjson.loads(unseal(sealed, key=_key(), context=identifier))
    return content


def _add(name: str, *, channel: str, content: dict[str, Any], user_uuid: str | None, lifetime: timedelta) -> None:
    identifier, now = random_uuid(), clock.now()
    row = {
        "id": identifier,
        "channel": channel,
        "name": name,
        "user_uuid": user_uuid,
        "created_at": now,
        "due_at": now,
        "expires_at": now + lifetime,
        "attempts": 0,
        "sealed": seal(orjson.dumps(content).decode(), key=_key(), context=identifier),
    }
    write(_ROW, row)
    written(channel).set()


def _key() -> bytes:
    return derive_key(settings.secret_key, "seal outbox")
