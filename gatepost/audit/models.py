"""The tables of the audit record."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from gatepost import clock
from gatepost.database import Ascii, Base, UtcTime

_Number = BigInteger().with_variant(Integer, "sqlite")


class AuditEvent(Base):
    """One line: what happened, to whom, by whom. Only uuids: it outlives the account and holds nothing personal.

    *user_uuid* is empty where nobody is known by what was named. Once the line is sealed, *sequence* is its place in
    the chain, and *seal* depends on it and on all lines before. *details_digest* is of what AuditDetails holds or held.
    """

    __tablename__ = "audit_events"
    __table_args__: Any = (Index(None, "user_uuid"), Base.__table_args__)

    id: Mapped[int] = mapped_column(_Number, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    event: Mapped[str] = mapped_column(Ascii(50))
    user_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    actor_uuid: Mapped[str | None] = mapped_column(Ascii(36))
    details_digest: Mapped[str | None] = mapped_column(Ascii(64))
    sequence: Mapped[int | None] = mapped_column(_Number, unique=True)
    seal: Mapped[str | None] = mapped_column(Ascii(64))


class AuditDetails(Base):
    """What is personal of a line (the address, the program), sealed; it goes with the account."""

    __tablename__ = "audit_details"
    __table_args__: Any = (Index(None, "user_uuid"), Base.__table_args__)

    event_id: Mapped[int] = mapped_column(
        ForeignKey(AuditEvent.id, ondelete="CASCADE"), type_=_Number, primary_key=True, autoincrement=False
    )
    user_uuid: Mapped[str] = mapped_column(ForeignKey("users.uuid", ondelete="CASCADE"), type_=Ascii(36))
    sealed: Mapped[str] = mapped_column(Text)


class AuditChain(Base):
    """The two ends of the chain, a row each, by *name* the first and the last: nothing is cut off unnoticed."""

    __tablename__ = "audit_chain"

    name: Mapped[str] = mapped_column(Ascii(10), primary_key=True)
    sequence: Mapped[int] = mapped_column(_Number)
    seal: Mapped[str] = mapped_column(Ascii(64))
    proof: Mapped[str] = mapped_column(Ascii(64))
