"""The table of what is counted in the database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime


class ThrottleCount(Base):
    """How many there were, and when the last one was; the *key* says of what and for whom, digested.

    *scope* is ``device`` for the failures of one device in a row, ``total`` for the wrong passwords in a row of all
    devices together, and ``use`` for uses in the window that began at *since*.
    Failures have a *user_uuid*, except those at accounts that do not exist: they are counted alike, so that nobody can
    tell which accounts exist.
    No foreign key: with one, each claim would wait for the transaction that holds the user's row, and clash with it.
    """

    __tablename__ = "throttle_counts"
    __table_args__: Any = (Index(None, "user_uuid"), Index(None, "last_at"), Base.__table_args__)

    key: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    scope: Mapped[str] = mapped_column(Ascii(10))
    user_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    count: Mapped[int]
    since: Mapped[datetime | None] = mapped_column(UtcTime)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
