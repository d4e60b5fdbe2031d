"""Write contacts, and pending ones, in the transaction of the caller.

The caller has locked the user's row (users/models.py), unless it has just been inserted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NotRequired

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost import clock
from gatepost.contacts.address import KINDS, Address, Kind
from gatepost.contacts.models import PRIMARY, Contact, PendingContact, primary
from gatepost.contacts.renumbering import former_forms
from gatepost.database import db, read_all, violated_constraint, write

_ROW = insert(Contact)


def insert_contact(user_uuid: str, kind: Kind, *, value: str, key: str | None) -> Contact:
    """Insert a contact of a new user; without a *key* it counts for nothing.

    Of many simultaneous requests for one contact, one succeeds. Raises MobileTaken or EmailTaken, after a rollback.
    """
    row = {"user_uuid": user_uuid, "kind": kind, "place": PRIMARY, "value": value, "key": key, "verified_at": None}
    _refuse_former_form(user_uuid, kind, key)
    with _refusing(kind):
        write(_ROW, row)
    return Contact(**row)


def set_contact(user_uuid: str, kind: Kind, *, value: str, key: str, verified_at: datetime | None) -> None:
    """Make this the user's primary contact of its kind. It replaces the one they have.

    Of many simultaneous requests for one contact, one succeeds. Raises MobileTaken or EmailTaken, after a rollback.
    """
    row = {"value": value, "key": key, "verified_at": verified_at}
    _refuse_former_form(user_uuid, kind, key)
    with _refusing(kind):
        changed = write(update(Contact).where(*primary(user_uuid, kind)).values(row))
    if changed == 0:
        with _refusing(kind):
            write(_ROW, row | {"user_uuid": user_uuid, "kind": kind, "place": PRIMARY})


def remove_contact(user_uuid: str, kind: Kind) -> None:
    """Delete the primary contact of this *kind*, if there is one."""
    write(delete(Contact).where(*primary(user_uuid, kind)))


@contextmanager
def _refusing(kind: Kind) -> Iterator[None]:
    """Roll back and raise the refusal of this *kind* if another user has the unique key.

    The engines name the constraint only. It is the same for all kinds, so the writer of the row tells the kind.
    """
    try:
        yield
    except IntegrityError as error:
        db.session.rollback()
        constraint = violated_constraint(error)
        if "contacts_kind_key" in constraint or "contacts.key" in constraint:
            raise KINDS[kind].taken from None
        raise


def _refuse_former_form(user_uuid: str, kind: Kind, key: str | None) -> None:
    """Roll back and raise the refusal of this *kind* if another user has a former form of this *key*.

    The unique index cannot tell, because the forms differ. Former forms are not written any more, so that none can
    come between this question and the row.
    """
    former = former_forms(key or "")
    if former:
        another = select(Contact.user_uuid).where(Contact.kind == kind, Contact.key.in_(former))
        if db.session.connection().execute(another.where(Contact.user_uuid != user_uuid)).first() is not None:
            db.session.rollback()
            raise KINDS[kind].taken


class PendingData(TypedDict):
    """New addresses that count once they are proven."""

    mobile: NotRequired[str]
    email: NotRequired[str]


def set_pending(user_uuid: str, address: Address) -> None:
    """Store *address* as pending. It replaces a pending one of its kind."""
    drop_pending(user_uuid, address.kind)
    row = {"user_uuid": user_uuid, "kind": address.kind, "value": address.value, "key": address.key}
    write(insert(PendingContact).values(requested_at=clock.now(), **row))


def drop_pending(user_uuid: str, kind: Kind) -> bool:
    """Delete the pending address; false if there is none."""
    return write(delete(PendingContact).where(*_waiting(user_uuid, kind))) == 1


def find_pending(user_uuid: str, kind: Kind) -> Address | None:
    """The pending address, or None."""
    columns = (PendingContact.value, PendingContact.key)
    for value, key in read_all(select(*columns).where(*_waiting(user_uuid, kind))):
        return Address(kind, value, key)
    return None


def pending_of(user_uuid: str) -> PendingData:
    """The pending addresses of a user, as they were written."""
    columns = (PendingContact.kind, PendingContact.value)
    theirs = select(*columns).where(PendingContact.user_uuid == user_uuid).order_by(PendingContact.kind)
    rows: dict[Kind, str] = dict(read_all(theirs))
    found: PendingData = {}
    found.update(rows)  # type: ignore[typeddict-item]
    return found


def _waiting(user_uuid: str, kind: Kind) -> tuple[ColumnElement[bool], ...]:
    return PendingContact.user_uuid == user_uuid, PendingContact.kind == kind
