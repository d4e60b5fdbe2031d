"""The tables of contacts, and how a contact is found.

One table holds the contacts of users, one those that are not verified yet, and one those from before a change. They
refer to users by the name of their table, because the room of users imports this one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    ScalarSelect,
    Select,
    String,
    UniqueConstraint,
    and_,
    case,
    exists,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column

from gatepost.contacts.address import WRITTEN_TO_FIRST, Address, Kind
from gatepost.contacts.normal_forms import EMAIL_KEY_MAX, EMAIL_MAX
from gatepost.database import Ascii, Base, Folded, UtcTime, read_all

PRIMARY = 0
"""The place of a user's primary contact of its kind: the one that is shown."""


class Contact(Base):
    """A contact of a user. The *key* is its normal form: it is unique, and its user is found by it.

    A contact that counts for nothing has no key, and is only shown. The primary one of a kind has the place
    0; others follow. A transaction locks the user's row before it changes a contact (users/models.py).
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
        """None for a contact that does not count."""
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
    """The contact from before a change. The link that was sent there restores it until *expires_at*."""

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


PRIMARY_MOBILE, PRIMARY_EMAIL = aliased(Contact), aliased(Contact)
"""The aliases that :func:`with_primary` joins."""
_JOINED: dict[Kind, Any] = {"mobile": PRIMARY_MOBILE, "email": PRIMARY_EMAIL}
UserUuid = InstrumentedAttribute[str]


def primary(user_uuid: str, kind: Kind) -> tuple[ColumnElement[bool], ...]:
    """The condition of a user's primary contact of this *kind*."""
    return Contact.user_uuid == user_uuid, Contact.kind == kind, Contact.place == PRIMARY


def with_primary(statement: Select[*tuple[Any, ...]], *, of: UserUuid) -> Select[*tuple[Any, ...]]:
    """Join each row with the primary contacts of the user whose uuid is in *of*; a user may have only one."""
    for kind, contact in _JOINED.items():
        this = (contact.user_uuid == of, contact.kind == literal_column(f"'{kind}'"))
        statement = statement.outerjoin(contact, and_(*this, contact.place == literal_column(str(PRIMARY))))
    return statement


def holder_of(kind: str, keys: Sequence[str]) -> ScalarSelect[str]:
    """The uuid of the user whose contact has the first of these normal forms that any has.

    Each has one holder at most, by the unique index. Two forms of one number may have two, from before their country
    had a rule (renumbering.py).
    """
    held = select(Contact.user_uuid).where(Contact.kind == kind, Contact.key.in_(keys))
    if len(keys) > 1:
        held = held.order_by(case({key: place for place, key in enumerate(keys)}, value=Contact.key)).limit(1)
    return held.scalar_subquery()


def is_verified_by_another(address: Address, *, but: str) -> bool:
    """Whether a user other than *but* has verified it by now. The unique index decides in the end (store.py)."""
    this = (Contact.kind == address.kind, Contact.key.in_(address.keys), Contact.verified_at.is_not(None))
    return bool(read_all(select(Contact.user_uuid).where(*this, Contact.user_uuid != but)))


def has_contact(user_uuid: UserUuid, *either: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that a user has a contact of which one of these is true."""
    return exists().where(Contact.user_uuid == user_uuid, or_(*either))


def reachable(contacts: Sequence[Contact]) -> list[Address]:
    """The addresses at which a user gets messages and may recover the account, the best one first.

    Those are the verified contacts. A user who has none has all that count.
    """
    ranked = sorted(contacts, key=lambda each: (WRITTEN_TO_FIRST.index(each.kind), each.place))
    counting = [(address, each.verified_at) for each in ranked if (address := each.address) is not None]
    verified = [address for address, verified_at in counting if verified_at is not None]
    return verified or [address for address, _ in counting]
