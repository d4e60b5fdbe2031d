"""Remove contacts that were not verified in time, accounts that only waited for them, and expired undos."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, exists, select

from gatepost import clock
from gatepost.audit.details import erase_details
from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.contacts.models import Contact, ContactUndo, PendingContact, has_contact
from gatepost.database import db, read_all, write
from gatepost.settings import settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import User, lock_user


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

    An account that was never activated and waits for nothing else is removed, too, and its username is free again.
    """
    before = clock.now() - settings.unproven_kept
    late = PendingContact.requested_at < before
    found = read_all(select(PendingContact.user_uuid, PendingContact.kind).where(late).limit(most))
    if not found:
        return 0
    for user_uuid, kind in found:
        write(delete(PendingContact).where(PendingContact.user_uuid == user_uuid, PendingContact.kind == kind, late))
    uncounted = ~has_contact(User.uuid, Contact.key.is_not(None))
    drop_idle_accounts({user_uuid for user_uuid, _ in found}, uncounted, event="account.lapsed")
    db.session.commit()
    return len(found)


def drop_idle_accounts(uuids: Collection[str], *conditions: ColumnElement[bool], event: EventName) -> None:
    """Remove the accounts among *uuids* that were never used and have nothing pending, if *conditions* hold, too.

    An account that lost its contact is not active either, but somebody has logged in to it: it stays.

    Each row is locked before the conditions are read again, so that they include the commits of others until then.
    """
    waits = exists().where(PendingContact.user_uuid == User.uuid)
    idle = (User.activated_at.is_(None), User.last_login_at.is_(None), User.role != "admin", ~waits, *conditions)
    found = select(User.uuid).where(User.uuid.in_(uuids), *idle).order_by(User.uuid)
    for uuid in db.session.connection().execute(found).scalars().all():
        if lock_user(uuid) and write(delete(User).where(User.uuid == uuid, *idle)) == 1:
            erase_details(uuid)
            clear_all_attempts(uuid)
            record(event, user_uuid=uuid)
