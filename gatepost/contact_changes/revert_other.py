"""When a change is undone: what becomes of the contacts of other kinds, which somebody else may have set, too."""

from typing import Any

from sqlalchemy import ColumnElement, select, update

from gatepost.contacts.find import primary
from gatepost.contacts.kinds import KINDS, Kind
from gatepost.contacts.models import Contact, ContactUndo
from gatepost.contacts.store import remove_contact, set_contact
from gatepost.database import db, write
from gatepost.settings import settings
from gatepost.users.models import User


def revert_other(user: User, undo: ContactUndo) -> None:
    """Revert the other contacts of *user*, whose row the caller holds. The caller commits.

    Changed with or after what is undone: it is what it was before, or removed. Verified shortly before: it goes on
    counting, but nobody gets back in by it. Otherwise a thief of the session could bring in two contacts, and keep one.
    Raises MobileTaken, EmailTaken.
    """
    for kind in KINDS:
        if kind != undo.kind:
            _revert(user, kind, undo)


def _revert(user: User, kind: Kind, undo: ContactUndo) -> None:
    since = (ContactUndo.user_uuid == user.uuid, ContactUndo.kind == kind, ContactUndo.created_at >= undo.created_at)
    columns = (ContactUndo.value, ContactUndo.key, ContactUndo.verified_at)
    first = _first(*columns, where=since, by=ContactUndo.created_at)
    contact = user.contact(kind)
    verified_at = None if contact is None else contact.verified_at
    if first is not None:
        value, key, verified_before = first
        another = (Contact.kind == kind, Contact.key == key, Contact.user_uuid != user.uuid)
        if _first(Contact.user_uuid, where=another) is None:
            set_contact(user.uuid, kind, value=value, key=key, verified_at=verified_before)
        else:
            remove_contact(user.uuid, kind)
    elif verified_at is None or verified_at <= undo.created_at - settings.undo_lifetime:
        return
    elif verified_at > undo.created_at:
        remove_contact(user.uuid, kind)
    else:
        write(update(Contact).where(*primary(user.uuid, kind)).values(verified_at=None))


def _first(*columns: Any, where: tuple[ColumnElement[bool], ...], by: Any = None) -> Any:
    return db.session.connection().execute(select(*columns).where(*where).order_by(by).limit(1)).first()
