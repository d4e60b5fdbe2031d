"""Assign a contact to the user who verifies it, and take away what others built on it without verifying it.

That prevents account pre-hijacking. Of several who verify one at once, one wins: they wait for each other at the unique
index. If the winner would remove the account of one that waits there, the database reports a deadlock. It rolls one of
the two back, and that one is retried.
"""

from typing import Any

from sqlalchemy import delete, select, update

from gatepost import clock
from gatepost.audit.events import of_address
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.purge_contacts import drop_idle_accounts
from gatepost.contacts.address import KINDS, Address, Kind
from gatepost.contacts.models import Contact, ContactUndo, PendingContact, has_contact
from gatepost.contacts.store import set_contact
from gatepost.database import db, write
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.store import end_proofs
from gatepost.sessions.end import end_all_sessions
from gatepost.settings import settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import NO_PASSWORD, User, find_contacts, find_for_update, lock_user


def assign_contact(user_uuid: str, kind: Kind, *, key: str) -> str:
    """Make the pending address with this *key* the user's verified contact. Returns it as it was written.

    A contact that they have already, from a time when none had to be verified, becomes verified. The caller has
    redeemed the code and locked the user's row. Raises InvalidProof if no such address is pending any more; MobileTaken
    or EmailTaken if another user has verified it.
    """
    pending = (PendingContact.user_uuid == user_uuid, PendingContact.kind == kind, PendingContact.key == key)
    value: str | None = (
        db.session.connection().execute(select(PendingContact.value).where(*pending)).scalar_one_or_none()
    )
    if value is None:
        present = (Contact.user_uuid == user_uuid, Contact.kind == kind, Contact.key == key)
        done = write(update(Contact).where(*present).values(verified_at=clock.now())) == 1
    else:
        take_from_unverified(user_uuid, kind, key)
        set_contact(user_uuid, kind, value=value, key=key, verified_at=clock.now())
        done = write(delete(PendingContact).where(*pending)) == 1
    if not done:
        db.session.rollback()
        raise InvalidProof
    drop_other_pending(kind, key)
    end_proofs(user_uuid)
    return value or key


def take_from_unverified(user_uuid: str, kind: Kind, key: str) -> None:
    """Take the contact away from accounts other than this user's that never verified it.

    An account that has verified no other contact is deactivated and signed out, unless it has a mobile number that
    counts, because that may have activated it. Administrators stay active, because the command line made them.
    """
    holds = (Contact.kind == kind, Contact.key == key, Contact.verified_at.is_(None), Contact.user_uuid != user_uuid)
    for (uuid,) in db.session.connection().execute(select(Contact.user_uuid).where(*holds)).all():
        if not (lock_user(uuid) and _lose(kind, Contact.user_uuid == uuid, *holds)):
            continue
        record(of_address(kind, "lost"), user_uuid=uuid)
        rests_on = (Contact.verified_at.is_not(None), (Contact.kind == "mobile") & Contact.key.is_not(None))
        fallen = {"activated_at": None, "credentials_version": User.credentials_version + 1}
        fallen["devices_version"] = User.devices_version + 1
        this = (User.uuid == uuid, User.role != "admin", ~has_contact(User.uuid, *rests_on))
        if write(update(User).where(*this).values(fallen)) == 1:
            end_all_sessions(uuid, reason="address_lost")
            write(delete(PendingContact).where(PendingContact.user_uuid == uuid))
            end_proofs(uuid)


def _lose(kind: Kind, *this: Any) -> bool:
    """Delete *this* contact, or keep it as one that is only shown; false if there is none."""
    if KINDS[kind].shown_uncounted:
        return write(update(Contact).where(*this).values(key=None)) == 1
    return write(delete(Contact).where(*this)) == 1


def drop_other_pending(kind: Kind, key: str) -> None:
    """Delete all pending contacts with this *key*. Nobody else can verify it any more.

    Registrations that waited for nothing else are removed, and their usernames are free.
    """
    waiting = (PendingContact.kind == kind, PendingContact.key == key)
    others = db.session.connection().execute(select(PendingContact.user_uuid).where(*waiting)).scalars().all()
    if not others:
        return
    write(delete(PendingContact).where(*waiting))
    drop_idle_accounts(others, ~has_contact(User.uuid, Contact.verified_at.is_not(None)), event="account.superseded")


def verify_at_sign_in(user: User, address: Address, *, client: Client) -> None:
    """Mark *address* as verified at a sign-in by its code or link, if it was not; *user* is updated with their row.

    The first verification does not tell who made the account. With ACTIVATION=code that may have been somebody else, so
    nothing of theirs stays (account pre-hijacking). Otherwise the operator trusts a number as it is given; and the
    command line makes the administrators. Raises InvalidProof if the row or its contacts have changed since they were
    read.
    """
    if user.has_verified(address):
        return
    locked = find_for_update(user.uuid)
    if locked is None or locked.credentials_version != user.credentials_version or not _is_first(locked, address):
        db.session.rollback()
        raise InvalidProof
    mine = (Contact.user_uuid == user.uuid, Contact.kind == address.kind, Contact.key == address.key)
    write(update(Contact).where(*mine).values(verified_at=clock.now()))
    is_untrusted = settings.activation == "code" and not user.is_admin
    if is_untrusted:
        _disable_password(user)
        write(delete(Contact).where(Contact.user_uuid == user.uuid, Contact.verified_at.is_(None)))
    drop_other_pending(address.kind, address.key)
    if is_untrusted:
        _drop_earlier_changes(user.uuid)
    user.contacts = find_contacts(user.uuid)
    record(of_address(address.kind, "proven"), user_uuid=user.uuid, client=client)


def _is_first(locked: User, address: Address) -> bool:
    """Whether the address is still theirs, and the account has no other verified contact."""
    others = [contact for contact in locked.contacts if not contact.counts_as(address)]
    return len(others) < len(locked.contacts) and all(contact.verified_at is None for contact in others)


def _disable_password(user: User) -> None:
    values: dict[str, Any] = {
        "password_hash": NO_PASSWORD,
        "credentials_version": user.credentials_version + 1,
        "devices_version": user.devices_version + 1,
    }
    write(update(User).where(User.uuid == user.uuid).values(values))
    for column, value in values.items():
        setattr(user, column, value)


def _drop_earlier_changes(user_uuid: str) -> None:
    write(delete(PendingContact).where(PendingContact.user_uuid == user_uuid))
    write(delete(ContactUndo).where(ContactUndo.user_uuid == user_uuid))
    end_all_sessions(user_uuid, reason="address_proven")
    clear_all_attempts(user_uuid)
    end_proofs(user_uuid)
