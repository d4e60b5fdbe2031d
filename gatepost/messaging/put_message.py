"""Put a message into the outbox: address, language, and the values of its template."""

from datetime import timedelta
from typing import Any

from gatepost.messaging.message import Channel
from gatepost.outbox.put import put


def put_message(
    name: str,
    *,
    channel: Channel,
    to: str,
    locale: str,
    values: dict[str, Any],
    user_uuid: str | None,
    lifetime: timedelta,
) -> None:
    """Add the message *name* for the address *to*, which expires after *lifetime*."""
    content = {"to": to, "locale": locale, "values": values}
    put(channel, name, content=content, user_uuid=user_uuid, lifetime=lifetime)
