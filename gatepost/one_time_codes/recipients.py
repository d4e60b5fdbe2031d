"""Find the user and the address of a proof: when the worker sends it, and again when it is redeemed."""

from sqlalchemy import exists, select

from gatepost.contacts.address import Address
from gatepost.contacts.models import Contact, PendingContact
from gatepost.database import read_all, read_one
from gatepost.one_time_codes.identifier import Identifier
from gatepost.one_time_codes.purposes import Purpose
from gatepost.one_time_codes.store import Spent, was_for
from gatepost.users.models import User, find_by_identifier, find_user, known_by


def find_pending_user(identifier: Identifier, *, username: str | None = None) -> tuple[User, Address] | None:
    """The account to be activated through this address: the newest of several, or that of *username*."""
    waits = (User.activated_at.is_(None), User.deactivated_at.is_(None))
    named = () if username is None else (User.username_key == username,)
    this = (Contact.kind == identifier.kind, Contact.key.in_(identifier.keys), Contact.verified_at.is_not(None))
    pends = (PendingContact.kind == identifier.kind, PendingContact.key.in_(identifier.keys))
    waiting = (*pends, ~exists().where(*this))
    pending = (
        select(PendingContact.user_uuid, PendingContact.kind, PendingContact.value, PendingContact.key)
        .join(User, User.uuid == PendingContact.user_uuid)
        .where(*waiting, *waits, *named)
        .order_by(PendingContact.requested_at.desc())
        .limit(1)
    )
    for uuid, kind, value, key in read_all(pending):
        user = find_user(uuid)
        return None if user is None else (user, Address(kind, value, key))
    user = read_one(select(User).where(known_by(identifier.kind, *identifier.keys), *waits, *named))
    addresses = [] if user is None else [each.address for each in user.contacts]
    return next(((user, each) for each in addresses if user and each and is_named(each, identifier)), None)


def is_named(address: Address, identifier: Identifier) -> bool:
    """Whether *identifier* names this address, in any of its forms."""
    return address.kind == identifier.kind and address.key in identifier.keys


def others_wait(user_uuid: str, address: Identifier) -> bool:
    """Whether registrations other than this user's wait for the same address."""
    this = (PendingContact.kind == address.kind, PendingContact.key.in_(address.keys))
    others = (PendingContact.user_uuid != user_uuid, User.activated_at.is_(None))
    joined = select(User.uuid).join(PendingContact, PendingContact.user_uuid == User.uuid)
    return bool(read_all(joined.where(*this, *others).limit(1)))


def find_proven_address(spent: Spent) -> Address | None:
    """The address to which this proof was sent, if it is still the user's, or pending."""
    waiting = select(PendingContact.kind, PendingContact.value, PendingContact.key)
    waiting = waiting.where(PendingContact.user_uuid == spent.user_uuid)
    counting = select(Contact.kind, Contact.value, Contact.key)
    counting = counting.where(Contact.user_uuid == spent.user_uuid, Contact.key.is_not(None))
    found = [Address(*row) for row in (*read_all(waiting), *read_all(counting))]
    return next((address for address in found if was_for(spent, str(address))), None)


def find_recoverable(identifier: Identifier, purpose: Purpose) -> tuple[User, Address] | None:
    """The active user who is known by this, and the address at which they get back in.

    By a username it is the e-mail address, otherwise the mobile number. It has to be verified, unless no address of the
    account is: where settings ask for no verification, a reader at the address is taken for the owner.
    A reset is also for a user whose first password it sets.
    """
    user = find_by_identifier(identifier.kind, *identifier.keys)
    if user is None or not _may_redeem(user, purpose):
        return None
    for address in user.addresses:
        if identifier.kind in ("username", address.kind):
            return user, address
    return None


def find_redeemer(spent: Spent, purpose: Purpose) -> tuple[User, Address] | None:
    """The active user whose proof it was, if it was sent to an address at which they still get back in."""
    user = find_user(spent.user_uuid)
    if user is None or not _may_redeem(user, purpose):
        return None
    return next(((user, address) for address in user.addresses if was_for(spent, str(address))), None)


def _may_redeem(user: User, purpose: Purpose) -> bool:
    return user.is_active or (purpose is Purpose.RESET and user.awaits_password)
