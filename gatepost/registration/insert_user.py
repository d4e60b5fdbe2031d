"""Insert an account and its contacts, which count at once, or wait until they are verified.

The first contact that waits is sent a code at once, in the same transaction: no request for it goes through the outbox.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contacts.address import KINDS, Address
from gatepost.contacts.models import Contact
from gatepost.contacts.store import insert_contact, set_pending
from gatepost.crypto import random_uuid
from gatepost.database import db, read_all, write
from gatepost.errors import InvalidInput, Reason, Refusal, UsernameTaken
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.send_code import can_reach, may_send_to, send_proof
from gatepost.settings import settings
from gatepost.users.models import User, username_conflict

_ROW = insert(User)


def insert_user(*, event: EventName | None, client: Client | None = None, **values: Any) -> User:
    """Insert a user with these *values*, who has no contact yet; *client* asked for it.

    Of many simultaneous requests for one username, one succeeds. Raises UsernameTaken, after a rollback. Without an
    *event* the caller of this records one.
    """
    user = User(uuid=random_uuid(), roles="", **values)
    try:
        write(_ROW, {"uuid": user.uuid, **values})
    except IntegrityError as error:
        db.session.rollback()
        raise username_conflict(error) from None
    if event is not None:
        record(event, user_uuid=None if event.startswith("unknown.") else user.uuid, client=client)
    return user


def insert_contacts(user: User, addresses: Sequence[Address]) -> None:
    """Insert *addresses* as contacts of the new user that count at once. Raises MobileTaken, EmailTaken."""
    user.contacts = [
        insert_contact(user.uuid, address.kind, value=address.value, key=address.key) for address in addresses
    ]


def store_pending(user: User, addresses: Sequence[Address]) -> None:
    """Store *addresses* as the new user's pending ones. Some kinds are shown from the beginning."""
    user.contacts = [
        insert_contact(user.uuid, address.kind, value=address.value, key=None)
        for address in addresses
        if KINDS[address.kind].shown_uncounted
    ]
    for address in addresses:
        set_pending(user.uuid, address)


def choose_first(addresses: Sequence[Address]) -> Address | None:
    """Choose the address for the first code, and count its message. Call :func:`find_taken` first.

    None if the last code there was too recent: the user can request one later. Raises InvalidInput.
    """
    first = first_deliverable(addresses)
    return first if may_send_to(first) else None


def send_first_code(user: User, first: Address | None) -> None:
    """Send the code to activate the account to the *first* address, if one is chosen."""
    if first is not None:
        send_proof(user, Purpose.ACTIVATION, first)


class Taken(NamedTuple):
    """The identifiers of a registration that another account has."""

    username: bool
    addresses: frozenset[Address]

    @property
    def refusal(self) -> Refusal | None:
        """The refusal of the registration, unless the answer is private."""
        return self.of_address or (UsernameTaken() if self.username else None)

    @property
    def of_address(self) -> Refusal | None:
        """The refusal of its addresses."""
        for kind in KINDS.values():
            if any(address.kind == kind.name for address in self.addresses):
                return kind.taken()
        return None


def find_taken(username_key: str, addresses: Sequence[Address]) -> Taken:
    """Find the identifiers that another account has by now. The unique indexes decide in the end.

    All are looked up, whichever is taken. Where contacts have to be verified, an unverified one is free, and many may
    wait for it.
    """
    found = frozenset(address for address in addresses if _is_taken(address))
    return Taken(bool(read_all(select(User.uuid).where(User.username_key == username_key))), found)


def first_deliverable(addresses: Sequence[Address]) -> Address:
    """The first address that messages can be sent to. Raises InvalidInput if there is none."""
    for address in addresses:
        if can_reach(address):
            return address
    other = next(kind for kind in KINDS if kind != addresses[0].kind)
    raise InvalidInput({other: [Reason("This is needed here: it is where the code is sent.")]})


def _is_taken(address: Address) -> bool:
    verified = (Contact.verified_at.is_not(None),) if settings.activation == "code" else ()
    this = (Contact.kind == address.kind, Contact.key.in_(address.keys), *verified)
    return bool(read_all(select(Contact.user_uuid).where(*this)))
