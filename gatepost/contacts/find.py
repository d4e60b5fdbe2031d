"""How contacts are found, and joined to their user in the same statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from gatepost.contacts.address import Address
from gatepost.contacts.kinds import WRITTEN_TO_FIRST, Kind
from gatepost.contacts.models import PRIMARY, Contact
from gatepost.database import read_all

PRIMARY_MOBILE, PRIMARY_EMAIL = aliased(Contact), aliased(Contact)
"""What :func:`with_primary` joins."""
_JOINED: dict[Kind, Any] = {"mobile": PRIMARY_MOBILE, "email": PRIMARY_EMAIL}
UserUuid = InstrumentedAttribute[str]


def primary(user_uuid: str, kind: Kind) -> tuple[ColumnElement[bool], ...]:
    """The condition of a user's primary contact of this *kind*."""
    return Contact.user_uuid == user_uuid, Contact.kind == kind, Contact.place == PRIMARY


def with_primary(statement: Select[*tuple[Any, ...]], *, of: UserUuid) -> Select[*tuple[Any, ...]]:
    """The same rows, joined with the primary contacts of the user *of* whom each is; not all users have both."""
    for kind, contact in _JOINED.items():
        this = (contact.user_uuid == of, contact.kind == literal_column(f"'{kind}'"))
        statement = statement.outerjoin(contact, and_(*this, contact.place == literal_column(str(PRIMARY))))
    return statement


def holder_of(kind: str, key: str) -> ScalarSelect[str]:
    """The uuid of the user whose contact counts as this one: none or one, by the unique index."""
    return select(Contact.user_uuid).where(Contact.kind == kind, Contact.key == key).scalar_subquery()


def is_verified_by_another(address: Address, *, but: str) -> bool:
    """Whether another than the user *but* has verified it. The unique index decides in the end (store.py)."""
    this = (Contact.kind == address.kind, Contact.key == address.key, Contact.verified_at.is_not(None))
    return bool(read_all(select(Contact.user_uuid).where(*this, Contact.user_uuid != but)))


def has_contact(user_uuid: UserUuid, *either: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that a user has a contact of which one of these is true."""
    return exists().where(Contact.user_uuid == user_uuid, or_(*either))


def reachable(contacts: Sequence[Contact]) -> list[Address]:
    """Where a user is written to and may get back in: at what is verified; where nothing is, at what counts."""
    ranked = sorted(contacts, key=lambda each: (WRITTEN_TO_FIRST.index(each.kind), each.place))
    counting = [(address, each.verified_at) for each in ranked if (address := each.address) is not None]
    verified = [address for address, verified_at in counting if verified_at is not None]
    return verified or [address for address, _ in counting]
