"""The tables of the audit record."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from gatepost import clock
from gatepost.database import Ascii, Base, UtcTime

_Number = BigInteger().with_variant(Integer, "sqlite")


class AuditEvent(Base):
    """One line: what happened, to whom, by whom. It names users by uuid only, because it outlives their accounts.

    Only *details* (the address, the program) are personal. They are sealed, and erased with the account; their salted
    digest stays.
    Once the line is sealed, *sequence* is its place in the chain, and *seal* depends on it and on all lines before.
    """

    __tablename__ = "audit_events"
    __table_args__: Any = (
        Index(None, "user_uuid"),
        Index(None, "actor_uuid"),
        Index(None, "sequence", "event"),
        Index(None, "event", "at"),
        Base.__table_args__,
    )

    id: Mapped[int] = mapped_column(_Number, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    event: Mapped[str] = mapped_column(Ascii(50))
    user_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    actor_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    details: Mapped[str | None] = mapped_column(Text)
    details_digest: Mapped[str | None] = mapped_column(Ascii(64))
    sequence: Mapped[int | None] = mapped_column(_Number, unique=True)
    seal: Mapped[str | None] = mapped_column(Ascii(64))


class AuditChain(Base):
    """The two ends of the chain, a row each. Their *name* is first or last. With them, no cut goes unnoticed.

    *sequence* and *seal* are those of the last line that was removed, and of the last that was sealed; *proof* needs
    the installation's secret.
    """

    __tablename__ = "audit_chain"

    name: Mapped[str] = mapped_column(Ascii(10), primary_key=True)
    sequence: Mapped[int] = mapped_column(_Number)
    seal: Mapped[str] = mapped_column(Ascii(64))
    proof: Mapped[str] = mapped_column(Ascii(64))
    moved_at: Mapped[datetime] = mapped_column(UtcTime)
