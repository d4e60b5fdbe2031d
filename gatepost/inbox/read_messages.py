"""The newest messages, rendered."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypedDict

from sqlalchemy import select

from gatepost.contacts.address import KINDS, Kind
from gatepost.crypto import Unsealable
from gatepost.database import read_all
from gatepost.errors import InvalidInput
from gatepost.messaging.message import CHANNELS
from gatepost.messaging.templates.render import Words, render
from gatepost.outbox.models import Outbox
from gatepost.outbox.put import unseal_content

MOST = 100
_SEARCHED = 1000  # a search by address reads so many, because addresses are sealed
_ROWS = (
    select(Outbox.id, Outbox.channel, Outbox.name, Outbox.created_at, Outbox.sent_at, Outbox.sealed)
    .where(Outbox.channel.in_(CHANNELS), Outbox.sealed.is_not(None))
    .order_by(Outbox.created_at.desc(), Outbox.id)
)


class Shown(TypedDict):
    """A message, with the code and the link in its text for programs."""

    id: str
    channel: str
    to: str
    name: str
    subject: str
    text: str
    html: str | None
    code: str | None
    link: str | None
    created_at: datetime
    sent_at: datetime | None


def newest_messages(to: str | None) -> list[Shown]:
    """The newest messages first, at most MOST; with *to*, those to this address."""
    rows = read_all(_ROWS.limit(MOST if to is None else _SEARCHED))
    found = (shown for shown in _open(rows) if to is None or _same(shown["to"], to))
    return list(islice(found, MOST))


def _open(rows: Any) -> Iterator[Shown]:
    for row in rows:
        try:
            content = unseal_content(row.sealed, identifier=row.id)
        except Unsealable:  # written with another SECRET_KEY
            continue
        words, values = _words(row, content), content["values"]
        yield {
            "id": row.id,
            "channel": row.channel,
            "to": content["to"],
            "name": row.name,
            "subject": words.subject,
            "text": words.text,
            "html": words.html,
            "code": values.get("code"),
            "link": values.get("link"),
            "created_at": row.created_at,
            "sent_at": row.sent_at,
        }


def _words(row: Any, content: dict[str, Any]) -> Words:
    try:
        return render(row.name, channel=row.channel, locale=content["locale"], values=content["values"])
    except Exception as error:  # such as a message that only another version knows
        return Words("", f"This message cannot be written: {type(error).__name__}", None)


def _same(one: str, other: str) -> bool:
    """Whether two addresses are the same. A space counts as plus, because a plus in a query decodes to a space."""
    other = other.replace(" ", "+")
    kind: Kind = "email" if "@" in one else "mobile"
    try:
        return not set(KINDS[kind].stored_forms(one)).isdisjoint(KINDS[kind].stored_forms(other))
    except InvalidInput:
        return one == other
