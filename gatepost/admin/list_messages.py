"""List the messages to a user, or to all: whether each was sent, when, and where to.

Neither words nor whole addresses are shown. The outbox keeps them for ``OUTBOX_KEPT``; the content is erased once a
message is sent.
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from gatepost.accounts.cursor import read_cursor, write_cursor
from gatepost.admin.answers import SeenMessage, maybe_rfc3339, rfc3339
from gatepost.database import read_all
from gatepost.messaging.message import CHANNELS
from gatepost.outbox.models import Outbox
from gatepost.users.models import get_user

_SORT = "-created"
_CHANNEL = func.coalesce(Outbox.channel, "")  # not the column: SQLite would take its index, and sort all messages
_COLUMNS = (
    Outbox.id,
    Outbox.name,
    Outbox.channel,
    Outbox.masked_to,
    Outbox.created_at,
    Outbox.sent_at,
    Outbox.dead_at,
    Outbox.error,
)


class Page(NamedTuple):
    """Some messages, the uuids of their users, and the cursor of the next page (None on the last one)."""

    messages: list[SeenMessage]
    users: list[str | None]
    next_cursor: str | None


def list_all_messages(*, limit: int, cursor: str | None) -> Page:
    """The messages to everybody, the newest first: a range of the index of their times. Raises InvalidInput."""
    return _page([], limit=limit, cursor=cursor)


def list_messages(uuid: str, *, limit: int, cursor: str | None) -> Page:
    """The messages to this user, the newest first. Raises UserNotFound, InvalidInput."""
    get_user(uuid)
    return _page([Outbox.user_uuid == uuid], limit=limit, cursor=cursor)


def _page(which: list[ColumnElement[bool]], *, limit: int, cursor: str | None) -> Page:
    statement = select(*_COLUMNS, Outbox.user_uuid).where(*which, _CHANNEL.in_(CHANNELS))
    if cursor is not None:
        after = read_cursor(cursor, sort=_SORT)
        time, identifier = after["after_time"], after["after_uuid"]
        statement = statement.where(
            and_(Outbox.created_at <= time, or_(Outbox.created_at < time, Outbox.id < identifier))
        )
    rows = read_all(statement.order_by(Outbox.created_at.desc(), Outbox.id.desc()).limit(limit + 1))
    messages, users = [_show(row) for row in rows[:limit]], [row.user_uuid for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(messages, users, None)
    last = rows[limit - 1]
    return Page(messages, users, write_cursor(sort=_SORT, uuid=last.id, username_key="", created_at=last.created_at))


def _show(row: Any) -> SeenMessage:
    return {
        "name": row.name,
        "channel": row.channel,
        "to": row.masked_to,
        "state": "sent" if row.sent_at else "given_up" if row.dead_at else "waiting",
        "created_at": rfc3339(row.created_at),
        "sent_at": maybe_rfc3339(row.sent_at),
        "error": row.error,
    }
