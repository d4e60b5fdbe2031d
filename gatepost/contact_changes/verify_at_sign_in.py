"""Somebody gets in through an address of an account of which nothing was verified before.

The address is theirs, because they read there. Somebody else may have made the account where addresses must be verified
(ACTIVATION=code): then nothing of theirs may stay (account pre-hijacking). Where the operator trusts a number as it is
given, its holder is taken for the one who has made the account. Administrators are made by the operator.
"""

from typing import Any

from sqlalchemy import delete, update

from gatepost import clock
from gatepost.audit.events import of_address
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.assign import drop_other_pending
from gatepost.contacts.address import Address
from gatepost.contacts.models import Contact, ContactUndo, PendingContact
from gatepost.database import db, write
from gatepost.errors import InvalidProof
from gatepost.one_time_codes.store import end_proofs
from gatepost.sessions.end import end_all_sessions
from gatepost.settings import settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.for_update import find_contacts, find_for_update
from gatepost.users.models import NO_PASSWORD, User


def verify_at_sign_in(user: User, address: Address, *, client: Client) -> None:
    """Let *address* count as verified, if it did not; *user* is as their row is from then on. The caller commits.

    Raises InvalidProof if the row or its contacts have changed since they were read.
    """
    if user.has_verified(address):
        return
    held = find_for_update(user.uuid)
    if held is None or held.credentials_version != user.credentials_version or not _is_first(held, address):
        db.session.rollback()
        raise InvalidProof
    mine = (Contact.user_uuid == user.uuid, Contact.kind == address.kind, Contact.key == address.key)
    write(update(Contact).where(*mine).values(verified_at=clock.now()))
    by_a_stranger = settings.activation == "code" and not user.is_admin
    if by_a_stranger:
        _take_the_password(user)
        write(delete(Contact).where(Contact.user_uuid == user.uuid, Contact.verified_at.is_(None)))
    drop_other_pending(address.kind, address.key)
    if by_a_stranger:
        _drop_what_others_have_set(user.uuid)
    user.contacts = find_contacts(user.uuid)
    record(of_address(address.kind, "proven"), user_uuid=user.uuid, client=client)


def _is_first(held: User, address: Address) -> bool:
    """Whether the address still counts as theirs, and nothing else of the account is verified."""
    others = [contact for contact in held.contacts if not contact.counts_as(address)]
    return len(others) < len(held.contacts) and all(contact.verified_at is None for contact in others)


def _take_the_password(user: User) -> None:
    values: dict[str, Any] = {
        "password_hash": NO_PASSWORD,
        "credentials_version": user.credentials_version + 1,
        "devices_version": user.devices_version + 1,
    }
    write(update(User).where(User.uuid == user.uuid).values(values))
    for column, value in values.items():
        setattr(user, column, value)


def _drop_what_others_have_set(user_uuid: str) -> None:
    write(delete(PendingContact).where(PendingContact.user_uuid == user_uuid))
    write(delete(ContactUndo).where(ContactUndo.user_uuid == user_uuid))
    end_all_sessions(user_uuid, reason="address_proven")
    clear_all_attempts(user_uuid)
    end_proofs(user_uuid)
