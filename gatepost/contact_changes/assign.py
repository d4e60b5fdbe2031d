"""Assign a contact to the user who verifies it, and take away what others built on it without verifying it.

That prevents account pre-hijacking. Of several who verify one at once, one wins: they wait for each other at the unique
index. Each has locked their own row only. The accounts that waited for the contact are dropped after the commit
(purge_contacts.py), because in its transaction the winner would wait for those that wait for the winner.
"""

from typing import Any

from sqlalchemy import delete, select, update

from gatepost import clock
from gatepost.audit.events import of_address
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contacts.address import KINDS, Address, Kind
from gatepost.contacts.models import Contact, ContactUndo, PendingContact, has_contact
from gatepost.contacts.renumbering import all_forms, present_form
from gatepost.contacts.store import set_contact
from gatepost.database import db, write
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.store import end_proofs
from gatepost.sessions.end import end_all_sessions
from gatepost.settings import settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import IS_NO_ADMINISTRATOR, NO_PASSWORD, User, find_contacts, find_for_update, lock_user
from gatepost.users.ways_in import drop_ways_in


def assign_contact(user_uuid: str, kind: Kind, *, key: str) -> str:
    """Make the pending address with this *key* the user's verified contact. Returns it as it was written.

    A contact that they have already, from a time when none had to be verified, becomes verified. The caller has
    redeemed the code and locked the user's row, and calls :func:`drop_superseded` after its commit. Raises InvalidProof
    if no such address is pending any more; MobileTaken or EmailTaken if another user has verified it.
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
        set_contact(user_uuid, kind, value=value, key=present_form(key), verified_at=clock.now())
        done = write(delete(PendingContact).where(*pending)) == 1
    if not done:
        db.session.rollback()
        raise InvalidProof
    end_proofs(user_uuid)
    return value or key


def take_from_unverified(user_uuid: str, kind: Kind, key: str) -> None:
    """Take the contact away from accounts other than this user's that never verified it.

    An account that has verified no other contact is deactivated and signed out, unless it has a mobile number that
    counts, because that may have activated it. Administrators stay active, because the command line made them.
    """
    others = (Contact.key.in_(all_forms(key)), Contact.user_uuid != user_uuid)
    holds = (Contact.kind == kind, *others, Contact.verified_at.is_(None))
    for (uuid,) in db.session.connection().execute(select(Contact.user_uuid).where(*holds)).all():
        if not (lock_user(uuid) and _lose(kind, Contact.user_uuid == uuid, *holds)):
            continue
        record(of_address(kind, "lost"), user_uuid=uuid)
        rests_on = (Contact.verified_at.is_not(None), (Contact.kind == "mobile") & Contact.key.is_not(None))
        fallen = {"activated_at": None, "credentials_version": User.credentials_version + 1}
        fallen["devices_version"] = User.devices_version + 1
        this = (User.uuid == uuid, IS_NO_ADMINISTRATOR, ~has_contact(User.uuid, *rests_on))
        if write(update(User).where(*this).values(fallen)) == 1:
            end_all_sessions(uuid, reason="address_lost")
            write(delete(PendingContact).where(PendingContact.user_uuid == uuid))
            end_proofs(uuid)


def _lose(kind: Kind, *this: Any) -> bool:
    """Delete *this* contact, or keep it as one that is only shown; false if there is none."""
    if KINDS[kind].shown_uncounted:
        return write(update(Contact).where(*this).values(key=None)) == 1
    return write(delete(Contact).where(*this)) == 1


def verify_at_sign_in(user: User, address: Address, *, client: Client, is_known: bool) -> bool:
    """Mark *address* as verified at a sign-in by its code or link, if it was not; *user* is updated with their row.

    Returns whether it was not. The caller then calls :func:`drop_superseded` after its commit.

    The first verification does not tell who made the account. It may have been somebody else (account pre-hijacking).
    So the password and the sessions end, unless the device *is_known* to the account. With ACTIVATION=code no other
    contact that was not verified stays. The command line makes the administrators: they keep all. Raises InvalidProof
    if the row or its contacts have changed since they were read.
    """
    if user.has_verified(address):
        return False
    locked = find_for_update(user.uuid)
    if locked is None or locked.credentials_version != user.credentials_version or not _is_first(locked, address):
        db.session.rollback()
        raise InvalidProof
    mine = (Contact.user_uuid == user.uuid, Contact.kind == address.kind, Contact.key == address.key)
    write(update(Contact).where(*mine).values(verified_at=clock.now()))
    if not (is_known or user.is_admin):
        end_password(user, reason="address_proven")
        if settings.activation == "code":
            write(delete(Contact).where(Contact.user_uuid == user.uuid, Contact.verified_at.is_(None)))
            write(delete(PendingContact).where(PendingContact.user_uuid == user.uuid))
            write(delete(ContactUndo).where(ContactUndo.user_uuid == user.uuid))
    user.contacts = find_contacts(user.uuid)
    record(of_address(address.kind, "proven"), user_uuid=user.uuid, client=client)
    return True


def _is_first(locked: User, address: Address) -> bool:
    """Whether the address is still theirs, and the account has no other verified contact."""
    others = [contact for contact in locked.contacts if not contact.counts_as(address)]
    return len(others) < len(locked.contacts) and all(contact.verified_at is None for contact in others)


def end_password(user: User, *, reason: str) -> None:
    """End the password and all that came by it: other ways in, sessions, codes, links, known devices, failed attempts.

    The caller has locked the row; *user* gets its new values. A new password is chosen by a code or link.
    """
    values: dict[str, Any] = {
        "password_hash": NO_PASSWORD,
        "credentials_version": user.credentials_version + 1,
        "devices_version": user.devices_version + 1,
    }
    write(update(User).where(User.uuid == user.uuid).values(values))
    for column, value in values.items():
        setattr(user, column, value)
    drop_ways_in(user.uuid)
    end_all_sessions(user.uuid, reason=reason)
    clear_all_attempts(user.uuid)
    end_proofs(user.uuid)
