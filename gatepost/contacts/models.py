"""The tables of contacts: those that users have, those that are not verified yet, and those from before a change.

They refer to users by the name of their table: the user's row stands on this room.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gatepost.contacts.address import Address
from gatepost.contacts.kinds import Kind
from gatepost.contacts.normal_forms import EMAIL_KEY_MAX, EMAIL_MAX
from gatepost.database import Ascii, Base, Folded, UtcTime

PRIMARY = 0
"""The place of a user's primary contact of its kind: the one that is shown."""


class Contact(Base):
    """A contact of a user. Its *key* is its normal form if it counts: by that it is unique and its user is found.

    One that counts for nothing has no key, and is only shown. The primary one of a kind has the place 0; others follow.
    It is changed by who holds the user's row (users/for_update.py).
    """

    __tablename__ = "contacts"
    __table_args__: Any = (UniqueConstraint("kind", "key"), Base.__table_args__ | {"sqlite_with_rowid": False})

    user_uuid: Mapped[str] = mapped_column(
        ForeignKey("users.uuid", ondelete="CASCADE"), type_=Ascii(36), primary_key=True
    )
    kind: Mapped[Kind] = mapped_column(Ascii(10), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[str] = mapped_column(String(EMAIL_MAX))
    key: Mapped[str | None] = mapped_column(Folded(EMAIL_KEY_MAX))
    verified_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def address(self) -> Address | None:
        """None for one that does not count."""
        return None if self.key is None else Address(self.kind, self.value, self.key)

    def counts_as(self, address: Address) -> bool:
        return (self.kind, self.key) == (address.kind, address.key)


class PendingContact(Base):
    """A contact of a registration or a change that counts for nothing until it is verified.

    Any number of accounts may wait for the same one.
    """

    __tablename__ = "pending_contacts"
    __table_args__: Any = (Index(None, "kind", "key"), Index(None, "requested_at"), Base.__table_args__)

    user_uuid: Mapped[str] = mapped_column(
        ForeignKey("users.uuid", ondelete="CASCADE"), type_=Ascii(36), primary_key=True
    )
    kind: Mapped[Kind] = mapped_column(Ascii(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(EMAIL_MAX))
    key: Mapped[str] = mapped_column(Folded(EMAIL_KEY_MAX))
    requested_at: Mapped[datetime] = mapped_column(UtcTime)


class ContactUndo(Base):
    """The contact from before a change, for the time in which it can be had back by the link that was sent there."""

    __tablename__ = "contact_undos"
    __table_args__: Any = (Index(None, "user_uuid"), Index(None, "expires_at"), Base.__table_args__)

    token_digest: Mapped[str] = mapped_column(Ascii(64), primary_key=True)
    user_uuid: Mapped[str] = mapped_column(ForeignKey("users.uuid", ondelete="CASCADE"), type_=Ascii(36))
    kind: Mapped[Kind] = mapped_column(Ascii(10))
    value: Mapped[str] = mapped_column(String(EMAIL_MAX))
    key: Mapped[str] = mapped_column(Folded(EMAIL_KEY_MAX))
    verified_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)

    @property
    def address(self) -> Address:
        return Address(self.kind, self.value, self.key)
