"""The body of a delivery: the only place that declares which facts of an event are told."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

LARGEST = 4096  # bytes of a body


class Told(NamedTuple):
    """An event as it is told. No addresses, no secrets, no names: a receiver asks the API for more, if it may."""

    id: str
    event: str
    at: datetime
    user_uuid: str | None
    actor_uuid: str | None


DATA = {
    "id": "the id of the event, as in the header `webhook-id`: the same at each attempt, and for all webhooks",
    "user": "uuid of the user whom the event is about; null for events about no user",
    "actor": "uuid of the user who acted, or of the service; null for what was done without being signed in",
}
"""The members of ``data``, in words for people; docs/webhooks.md repeats them."""


def write_body(told: Told) -> bytes:
    """The JSON of a delivery: the same bytes at each attempt. Raises ValueError if it is larger than LARGEST."""
    values = (told.id, told.user_uuid, told.actor_uuid)
    body: dict[str, Any] = {
        "type": told.event,
        "timestamp": told.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "data": dict(zip(DATA, values, strict=True)),
    }
    written = orjson.dumps(body)
    if len(written) > LARGEST:
        raise ValueError("the body of a webhook is too large")
    return written
