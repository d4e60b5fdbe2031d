"""Write contacts, in the transaction of the caller.

The caller holds the user's row (users/for_update.py), unless it has just been inserted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from gatepost.contacts.find import primary
from gatepost.contacts.kinds import KINDS, Kind
from gatepost.contacts.models import PRIMARY, Contact
from gatepost.database import db, violated_constraint, write

_ROW = insert(Contact)


def insert_contact(user_uuid: str, kind: Kind, *, value: str, key: str | None) -> Contact:
    """Give a new user a contact; without a *key* it counts for nothing.

    Of many that ask for one at once, one gets it. Raises MobileTaken or EmailTaken, after a rollback.
    """
    row = {"user_uuid": user_uuid, "kind": kind, "place": PRIMARY, "value": value, "key": key, "verified_at": None}
    with _refusing(kind):
        write(_ROW, row)
    return Contact(**row)


def set_contact(user_uuid: str, kind: Kind, *, value: str, key: str, verified_at: datetime | None) -> None:
    """Let this be the user's primary contact of its kind, in place of the one they have.

    Of many that ask for one at once, one gets it. Raises MobileTaken or EmailTaken, after a rollback.
    """
    row = {"value": value, "key": key, "verified_at": verified_at}
    with _refusing(kind):
        changed = write(update(Contact).where(*primary(user_uuid, kind)).values(row))
    if changed == 0:
        with _refusing(kind):
            write(_ROW, row | {"user_uuid": user_uuid, "kind": kind, "place": PRIMARY})


def remove_contact(user_uuid: str, kind: Kind) -> None:
    write(delete(Contact).where(*primary(user_uuid, kind)))


@contextmanager
def _refusing(kind: Kind) -> Iterator[None]:
    """Roll back and raise the refusal of this *kind* where the unique key is another's.

    The engines name the constraint, which is one for all kinds; which kind it was is known where the row is written.
    """
    try:
        yield
    except IntegrityError as error:
        db.session.rollback()
        constraint = violated_constraint(error)
        if "contacts_kind_key" in constraint or "contacts.key" in constraint:
            raise KINDS[kind].taken from None
        raise
