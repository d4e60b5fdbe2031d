"""Remove contacts that nobody has verified in time, and undos whose time is over."""

from sqlalchemy import delete, select

from gatepost import clock
from gatepost.contact_changes.drop_accounts import drop_idle_accounts
from gatepost.contacts.find import has_contact
from gatepost.contacts.models import Contact, ContactUndo, PendingContact
from gatepost.database import db, read_all, write
from gatepost.settings import settings
from gatepost.users.models import User


def purge_undos(most: int) -> int:
    """Remove up to *most* undos that are too late; how many."""
    late = ContactUndo.expires_at < clock.now()
    over = [each for (each,) in read_all(select(ContactUndo.token_digest).where(late).limit(most))]
    if not over:
        return 0
    purged = write(delete(ContactUndo).where(ContactUndo.token_digest.in_(over), late))
    db.session.commit()
    return purged


def purge_unproven(most: int) -> int:
    """Remove up to *most* contacts that waited longer than ``UNPROVEN_KEPT``; how many.

    An account that was never activated and waits for nothing else goes with them, and its name is free again.
    """
    before = clock.now() - settings.unproven_kept
    late = PendingContact.requested_at < before
    found = read_all(select(PendingContact.user_uuid, PendingContact.kind).where(late).limit(most))
    if not found:
        return 0
    for user_uuid, kind in found:
        write(delete(PendingContact).where(PendingContact.user_uuid == user_uuid, PendingContact.kind == kind, late))
    never = (User.last_login_at.is_(None), ~has_contact(User.uuid, Contact.key.is_not(None)))
    drop_idle_accounts({user_uuid for user_uuid, _ in found}, *never, event="account.lapsed")
    db.session.commit()
    return len(found)
