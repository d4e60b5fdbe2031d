"""Find the user and the address of a proof: when the worker sends it, and again when it is redeemed."""

from typing import Any

from sqlalchemy import ColumnElement, select

from gatepost.database import read_all, read_one
from gatepost.one_time_codes.identifier import Identifier, IdentifierKind
from gatepost.one_time_codes.send_code import Address
from gatepost.one_time_codes.store import Spent, was_for
from gatepost.users.models import User
from gatepost.users.pending import PendingAddress

_COLUMNS: dict[IdentifierKind, ColumnElement[Any]] = {
    "username": User.username_key.expression,
    "mobile": User.mobile_key.expression,
    "email": User.email_key.expression,
}


def find_pending_user(identifier: Identifier, *, username: str | None = None) -> tuple[User, Address] | None:
    """The account to be activated through this address: the newest of several, or that of *username*."""
    waits = (User.activated_at.is_(None), User.deactivated_at.is_(None))
    named = () if username is None else (User.username_key == username,)
    pending = (
        select(PendingAddress.user_uuid, PendingAddress.value)
        .join(User, User.uuid == PendingAddress.user_uuid)
        .where(PendingAddress.kind == identifier.kind, PendingAddress.key == identifier.key, *waits, *named)
        .order_by(PendingAddress.requested_at.desc())
        .limit(1)
    )
    for uuid, value in read_all(pending):
        user = read_one(select(User).where(User.uuid == uuid))
        return None if user is None else (user, _address(identifier, value))
    user = read_one(select(User).where(_COLUMNS[identifier.kind] == identifier.key, *waits, *named))
    return None if user is None else (user, _address(identifier, user.email))


def find_proven_address(spent: Spent) -> Identifier | None:
    """The address to which this proof was sent, if it is still the user's, or pending."""
    user_uuid = spent.user_uuid
    waiting = read_all(select(PendingAddress.kind, PendingAddress.key).where(PendingAddress.user_uuid == user_uuid))
    found = [Identifier(kind, key) for kind, key in waiting]
    for mobile, email in read_all(select(User.mobile_key, User.email_key).where(User.uuid == user_uuid)):
        found += [Identifier("mobile", mobile)] if mobile else []
        found += [Identifier("email", email)] if email else []
    return next((address for address in found if was_for(spent, str(address))), None)


def find_recoverable(identifier: Identifier) -> tuple[User, Address] | None:
    """The active user who is known by this, and the address at which they get back in.

    By a username it is the e-mail address, otherwise the mobile number. It has to be verified, unless no address of the
    account is: where settings ask for no verification, a reader at the address is taken for the owner.
    """
    user = read_one(select(User).where(_COLUMNS[identifier.kind] == identifier.key))
    if user is None or not user.is_active:
        return None
    for address in find_addresses(user):
        if identifier.kind in ("username", address.identifier.kind):
            return user, address
    return None


def find_redeemer(spent: Spent) -> tuple[User, Address] | None:
    """The active user whose proof it was, if it was sent to an address at which they still get back in."""
    user = read_one(select(User).where(User.uuid == spent.user_uuid))
    if user is None or not user.is_active:
        return None
    return next(((user, address) for address in find_addresses(user) if was_for(spent, address.form)), None)


def is_proven(user: User, address: Address) -> bool:
    """Whether *user* has proven this address before."""
    email = address.identifier.kind == "email"
    return (user.email_verified_at if email else user.mobile_verified_at) is not None


def find_addresses(user: User) -> list[Address]:
    """Where this user may get back in."""
    found = []
    if user.email is not None and user.email_key is not None:
        found.append(Address(Identifier("email", user.email_key), user.email))
    if user.mobile_key is not None:
        found.append(Address(Identifier("mobile", user.mobile_key), user.mobile_key))
    return [address for address in found if is_proven(user, address)] or found


def _address(identifier: Identifier, email: str | None) -> Address:
    """A message goes to the address as it is stored, never as somebody typed it just now."""
    return Address(identifier, (email or identifier.key) if identifier.kind == "email" else identifier.key)
