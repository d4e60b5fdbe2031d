"""The outbox table."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime

MASKED_MAX = 260


class Outbox(Base):
    """An entry: something to send, or to find out and then send. Its content is sealed.

    ``due_at`` is the time of the next attempt, empty if none is left. A lease moves it on, so that another process
    tries again if the first one dies. ``masked_to`` is the address of a message, masked, which stays after the content
    is erased.
    """

    __tablename__ = "outbox"
    __table_args__: Any = (
        Index(None, "channel", "due_at"),
        Index(None, "created_at"),
        Index(None, "user_uuid", "created_at"),
        Base.__table_args__,
    )

    id: Mapped[str] = mapped_column(Ascii(36), primary_key=True)
    channel: Mapped[str] = mapped_column(Ascii(10))
    name: Mapped[str] = mapped_column(Ascii(30))
    user_uuid: Mapped[str | None] = mapped_column(ForeignKey("users.uuid", ondelete="CASCADE"), type_=Ascii(36))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    dead_at: Mapped[datetime | None] = mapped_column(UtcTime)
    error: Mapped[str | None] = mapped_column(String(200))
    sealed: Mapped[str | None] = mapped_column(Text)
    masked_to: Mapped[str | None] = mapped_column(String(MASKED_MAX))
