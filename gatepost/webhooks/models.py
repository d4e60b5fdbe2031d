"""The tables of webhooks and of what is delivered to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime

URL_MAX, EVENTS_MAX, DESCRIPTION_MAX, REASON_MAX = 1000, 1000, 200, 200
EXCERPT_MAX = 1024  # bytes of an answer
_Number = BigInteger().with_variant(Integer, "sqlite")


class Webhook(Base):
    """A server that is told of events. *events*: names and prefixes such as ``account.*``, with blanks between.

    The secrets are sealed. The old one signs, too, until *old_secret_until*. *failing_since*: the first failure after
    the last success, or after a day in which nothing was sent. *disabled_because*: ``by_hand``, ``gone`` (it answered
    410) or ``failing``.
    """

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(Ascii(32), primary_key=True)
    url: Mapped[str] = mapped_column(Ascii(URL_MAX))
    events: Mapped[str] = mapped_column(Ascii(EVENTS_MAX))
    description: Mapped[str] = mapped_column(String(DESCRIPTION_MAX))
    secret: Mapped[str] = mapped_column(Text)
    old_secret: Mapped[str | None] = mapped_column(Text)
    old_secret_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    disabled_because: Mapped[str | None] = mapped_column(Ascii(10))
    failing_since: Mapped[datetime | None] = mapped_column(UtcTime)


class WebhookDelivery(Base):
    """An event for one webhook. *message_id* is the same for all webhooks of the event, and at each attempt.

    ``due_at`` is the time of the next attempt, empty if none is left; a lease moves it on. No foreign keys: the
    transaction of the event must not fail because a webhook was removed meanwhile, and the deletion of a user is an
    event, too. It has the uuids that the audit record has, and nothing else of users.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__: Any = (
        Index(None, "due_at"),
        Index(None, "webhook_id", "user_uuid", "due_at"),
        UniqueConstraint("webhook_id", "message_id"),
        Index(None, "at"),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(_Number, primary_key=True)
    webhook_id: Mapped[str] = mapped_column(Ascii(32))
    message_id: Mapped[str] = mapped_column(Ascii(36))
    event: Mapped[str] = mapped_column(Ascii(50))
    at: Mapped[datetime] = mapped_column(UtcTime)
    user_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    actor_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcTime)
    status_code: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(REASON_MAX))
    excerpt: Mapped[str | None] = mapped_column(Text)
