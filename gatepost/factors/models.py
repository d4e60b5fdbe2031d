"""The tables of second factors."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime
from gatepost.users.models import User

NAME_MAX = 100


class TotpFactor(Base):
    """An app that makes codes of time (RFC 6238). It counts once a code of it was verified.

    The secret is sealed. *last_step* is the step of the last code that was accepted: none before it is right any more.
    """

    __tablename__ = "totp_factors"
    __table_args__: Any = (Index(None, "user_uuid"), Index(None, "verified_at", "created_at"), Base.__table_args__)

    id: Mapped[str] = mapped_column(Ascii(32), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    name: Mapped[str | None] = mapped_column(String(NAME_MAX))
    sealed_secret: Mapped[str] = mapped_column(Ascii(512))
    last_step: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RecoveryCode(Base):
    """A code that replaces a lost factor once. Spending it deletes the row."""

    __tablename__ = "recovery_codes"

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)


class LostFactor(Base):
    """A user says that their factors are lost: at *removes_at* these are removed, unless somebody objects before.

    A change of the user's *credentials_version* ends it. Of both links that stop it only digests are stored: that of
    the message at once, and that of the reminder.
    """

    __tablename__ = "lost_factors"
    __table_args__: Any = (Index(None, "removes_at"), Base.__table_args__)

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    credentials_version: Mapped[int]
    stop_digest: Mapped[str] = mapped_column(Ascii(64), unique=True)
    reminder_digest: Mapped[str | None] = mapped_column(Ascii(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    removes_at: Mapped[datetime] = mapped_column(UtcTime)
