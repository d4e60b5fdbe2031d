"""The table of one-time codes and links."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.database import Ascii, Base, UtcTime


class OneTimeProof(Base):
    """The pending proof of a user for one purpose. Issuing the next one replaces the row, spending it deletes the row.

    Its code and its link are two ways to spend it. Only digests of both are stored.
    """

    __tablename__ = "one_time_proofs"
    __table_args__: Any = (Index(None, "address_digest"), Index(None, "link_expires_at"), Base.__table_args__)

    user_uuid: Mapped[str] = mapped_column(
        ForeignKey("users.uuid", ondelete="CASCADE"), type_=Ascii(36), primary_key=True
    )
    purpose: Mapped[str] = mapped_column(Ascii(20), primary_key=True)
    address_digest: Mapped[str] = mapped_column(Ascii(64))
    code_digest: Mapped[str] = mapped_column(Ascii(64))
    code_expires_at: Mapped[datetime] = mapped_column(UtcTime)
    link_digest: Mapped[str] = mapped_column(Ascii(64), unique=True)
    link_expires_at: Mapped[datetime] = mapped_column(UtcTime)
