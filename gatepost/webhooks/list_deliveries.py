"""The deliveries to a webhook, done or waiting, the newest events first."""

from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import select

from gatepost.database import read_all
from gatepost.errors import ForPrograms, InvalidInput
from gatepost.webhooks.list_webhooks import get_webhook
from gatepost.webhooks.models import WebhookDelivery

State = Literal["waiting", "delivered", "given_up"]


class ListedDelivery(NamedTuple):
    """A delivery; *status_code*, *reason* and *excerpt* are of the last attempt."""

    number: int
    id: str
    event: str
    at: datetime
    user: str | None
    attempts: int
    next_at: datetime | None
    delivered_at: datetime | None
    given_up_at: datetime | None
    status_code: int | None
    reason: str | None
    excerpt: str | None

    @property
    def state(self) -> State:
        if self.next_at is not None:
            return "waiting"
        return "delivered" if self.delivered_at is not None else "given_up"


class Page(NamedTuple):
    """Some deliveries, and where the next page begins (None on the last one)."""

    deliveries: list[ListedDelivery]
    next_cursor: str | None


def list_deliveries(webhook_id: str, *, limit: int, cursor: str | None = None) -> Page:
    """Up to *limit* deliveries of this webhook. Raises WebhookNotFound, InvalidInput."""
    get_webhook(webhook_id)
    row = WebhookDelivery
    columns = (row.id, row.message_id, row.event, row.at, row.user_uuid, row.attempts, row.due_at)
    states = (row.delivered_at, row.given_up_at, row.status_code, row.reason, row.excerpt)
    which = [row.webhook_id == webhook_id]
    if cursor is not None:
        which.append(row.id < _read_cursor(cursor))
    asked = select(*columns, *states).where(*which).order_by(row.id.desc()).limit(limit + 1)
    found = [ListedDelivery(*each) for each in read_all(asked)]
    more = len(found) > limit
    return Page(found[:limit], str(found[limit - 1].number) if more else None)


def _read_cursor(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdecimal()) or len(cursor) > 18:  # noqa: PLR2004  it fits into 64 bits
        raise InvalidInput({"cursor": [ForPrograms("This is not a cursor of this list.")]})
    return int(cursor)
