"""Addresses that their account has not proven yet: of a registration, or of a change."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from gatepost import clock
from gatepost.database import Ascii, Base, Folded, UtcTime, read_all, write
from gatepost.users.answers import PendingData
from gatepost.users.identifiers import EMAIL_KEY_MAX, EMAIL_MAX
from gatepost.users.models import User

Kind = Literal["mobile", "email"]


class PendingAddress(Base):
    """It counts for nothing until proven; any number of accounts may wait for the same one."""

    __tablename__ = "pending_addresses"
    __table_args__: Any = (Index(None, "kind", "key"), Index(None, "requested_at"), Base.__table_args__)

    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36), primary_key=True)
    kind: Mapped[str] = mapped_column(Ascii(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(EMAIL_MAX))
    key: Mapped[str] = mapped_column(Folded(EMAIL_KEY_MAX))
    requested_at: Mapped[datetime] = mapped_column(UtcTime)


class AddressUndo(Base):
    """The address from before a change, for the time in which whoever reads there may have it back."""

    __tablename__ = "address_undos"
    __table_args__: Any = (Index(None, "user_uuid"), Index(None, "expires_at"), Base.__table_args__)

    token_digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey(User.uuid, ondelete="CASCADE"), type_=Ascii(36))
    kind: Mapped[str] = mapped_column(Ascii(10))
    value: Mapped[str] = mapped_column(String(EMAIL_MAX))
    key: Mapped[str] = mapped_column(Folded(EMAIL_KEY_MAX))
    verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


def set_pending(user_uuid: str, kind: Kind, *, value: str, key: str) -> None:
    """Let an address wait to be proven, in place of the one that waits. The caller commits."""
    drop_pending(user_uuid, kind)
    row = {"user_uuid": user_uuid, "kind": kind, "value": value, "key": key, "requested_at": clock.now()}
    write(insert(PendingAddress).values(**row))


def drop_pending(user_uuid: str, kind: Kind) -> bool:
    """Forget the address that waits; false if there is none. The caller commits."""
    which = (PendingAddress.user_uuid == user_uuid, PendingAddress.kind == kind)
    return write(delete(PendingAddress).where(*which)) == 1


def pending_of(user_uuid: str) -> PendingData:
    """The addresses of a user that wait, as they were written."""
    columns = (PendingAddress.kind, PendingAddress.value)
    found: PendingData = {}
    for kind, value in read_all(select(*columns).where(PendingAddress.user_uuid == user_uuid)):
        found["email" if kind == "email" else "mobile"] = value
    return found
