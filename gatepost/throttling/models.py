"""The tables of failed attempts, and of how often something was tried or sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime


class FailedAttempts(Base):
    """How often in a row somebody was not who they said; the key says for whom and from what device, digested.

    *scope* is ``device``, or ``total`` for the wrong passwords of all devices together. Also for accounts that do not
    exist (without *user_uuid*), so that those that do cannot be told from them.
    No foreign key: with one each claim would wait for whoever holds the user's row, and clash with them.
    """

    __tablename__ = "failed_attempts"
    __table_args__: Any = (Index(None, "user_uuid"), Index(None, "last_at"), Base.__table_args__)

    key: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    user_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    scope: Mapped[str] = mapped_column(Ascii(10))
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcTime)


class Allowance(Base):
    """How often something was done since a moment, and when last; the key says what and for whom, digested."""

    __tablename__ = "allowances"
    __table_args__: Any = (Index(None, "last_at"), Base.__table_args__)

    key: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    used: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcTime)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
