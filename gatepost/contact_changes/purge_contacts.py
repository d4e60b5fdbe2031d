"""Remove contacts that were not verified in time, accounts that only waited for them, and expired undos."""

import structlog
from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.exc import SQLAlchemyError

from gatepost import clock
from gatepost.audit.details import erase_details
from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.contacts.address import Kind
from gatepost.contacts.models import Contact, ContactUndo, PendingContact, has_contact
from gatepost.contacts.renumbering import all_forms
from gatepost.database import db, do_each, read_all, write
from gatepost.settings import settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import IS_NO_ADMINISTRATOR, User, lock_user

_MOST_SUPERSEDED = 20  # accounts that one request drops

log = structlog.get_logger("gatepost")


def purge_undos(most: int) -> int:
    """Remove up to *most* expired undos. Returns how many."""
    late = ContactUndo.expires_at < clock.now()
    over = [each for (each,) in read_all(select(ContactUndo.token_digest).where(late).limit(most))]
    if not over:
        return 0
    purged = write(delete(ContactUndo).where(ContactUndo.token_digest.in_(over), late))
    db.session.commit()
    return purged


def purge_unproven(most: int) -> int:
    """Remove up to *most* contacts that waited longer than ``UNPROVEN_KEPT``. Returns how many.

    An account that was never activated and waits for nothing else is removed, too, and its username is free again. It
    is a transaction for each.
    """
    before = clock.now() - settings.unproven_kept
    late = PendingContact.requested_at < before
    found = read_all(select(PendingContact.user_uuid, PendingContact.kind).where(late).limit(most))

    def drop(row: tuple[str, str]) -> None:
        user_uuid, kind = row
        this = (PendingContact.user_uuid == user_uuid, PendingContact.kind == kind, late)
        _drop_pending(user_uuid, *this, unless=Contact.key.is_not(None), event="account.lapsed")

    do_each(found, drop)
    return len(found)


def drop_superseded(kind: Kind, key: str) -> None:
    """Drop what waits for a contact that somebody has verified: nobody else can verify it any more.

    Registrations that waited for nothing else are removed, and their usernames are free. It comes after the commit of
    the verification, in a transaction for each account: no error here undoes that one. The rest, if there were many
    or the database was away, waits in vain until :func:`purge_unproven`.
    """
    waiting = (PendingContact.kind == kind, PendingContact.key.in_(all_forms(key)))
    try:
        others = read_all(select(PendingContact.user_uuid).where(*waiting).limit(_MOST_SUPERSEDED))
        for (user_uuid,) in others:
            this = (PendingContact.user_uuid == user_uuid, *waiting)
            _drop_pending(user_uuid, *this, unless=Contact.verified_at.is_not(None), event="account.superseded")
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("contacts.superseded_left", error=type(error).__name__)


def _drop_pending(user_uuid: str, *pending: ColumnElement[bool], unless: ColumnElement[bool], event: EventName) -> None:
    """Drop a pending contact; and its account, if never used, that waits for nothing else and has no contact *unless*.

    An account that lost its contact is not active either, but somebody has logged in to it: it stays.

    The row is locked before the conditions are read, so that they include the commits of others until then.
    """
    waits = exists().where(PendingContact.user_uuid == User.uuid)
    idle = (User.activated_at.is_(None), User.last_login_at.is_(None), IS_NO_ADMINISTRATOR, ~waits)
    this = (User.uuid == user_uuid, *idle, ~has_contact(User.uuid, unless))
    lock_user(user_uuid)
    if write(delete(PendingContact).where(*pending)) and write(delete(User).where(*this)) == 1:
        erase_details(user_uuid)
        clear_all_attempts(user_uuid)
        record(event, user_uuid=user_uuid)
    db.session.commit()
