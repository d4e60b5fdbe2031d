"""The audit table."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from gatepost import clock
from gatepost.database import Ascii, Base, UtcTime


class AuditEvent(Base):
    """One line: what happened, to whom, by whom. Only uuids: it outlives the account and holds nothing personal."""

    __tablename__ = "audit_events"
    __table_args__: Any = (Index(None, "user_uuid"), Base.__table_args__)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, default=clock.now)
    event: Mapped[str] = mapped_column(Ascii(50))
    user_uuid: Mapped[str] = mapped_column(Ascii(36))
    actor_uuid: Mapped[str | None] = mapped_column(Ascii(36))
