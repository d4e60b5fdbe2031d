"""Register somebody who comes from a provider: without a password, and with the address that it says is theirs."""

import unicodedata

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.contacts.address import Address
from gatepost.contacts.store import set_contact
from gatepost.crypto import random_digits
from gatepost.database import db
from gatepost.errors import InvalidInput, InvalidProof
from gatepost.messaging.put_message import locale_to_remember
from gatepost.providers.identity import Identity
from gatepost.providers.links import add_link
from gatepost.registration.insert_user import insert_user
from gatepost.users.identifiers import USERNAME_MAX, username_key
from gatepost.users.models import NO_PASSWORD, User, find_by_identifier, find_for_update

_DIGITS = 8


def register(identity: Identity, address: Address, *, client: Client) -> User:
    """Add an active account with this proven *address*, linked with *identity*. The caller commits.

    Raises UsernameTaken, EmailTaken or AlreadyLinked after a rollback, if another request was first.
    """
    username = _free_username(identity)
    inserted = insert_user(
        event="account.registered",
        client=client,
        username=username,
        username_key=username_key(username),
        password_hash=NO_PASSWORD,
        activated_at=clock.now(),
        locale=locale_to_remember(None, client.languages),
    )
    now = clock.now()
    set_contact(inserted.uuid, address.kind, value=address.value, key=address.present_key, verified_at=now)
    record("account.activated", user_uuid=inserted.uuid, client=client)
    user = find_for_update(inserted.uuid)
    if user is None:
        db.session.rollback()
        raise InvalidProof
    add_link(user, identity, client=client)
    return user


def drop_others(user: User) -> None:
    """Drop what waits for the address of a new user, after the commit: nobody else can verify it any more."""
    if user.last_login_at is None:
        for address in user.addresses:
            drop_superseded(address.kind, address.key)


def _free_username(identity: Identity) -> str:
    """Their name at the provider if it can be one here and is free; otherwise one with random digits.

    No part of their e-mail address is used, because others may see usernames.
    """
    wanted = _cleaned(identity.name or "")
    if wanted and "@" not in (identity.name or "") and find_by_identifier("username", username_key(wanted)) is None:
        return wanted
    return f"user{random_digits(_DIGITS)}"


def _cleaned(name: str) -> str:
    """*name* without what no username has; empty if nothing good is left."""
    kept = "".join(each for each in unicodedata.normalize("NFKC", name) if each.isalnum() or each in "._+-")
    try:
        username_key(kept[:USERNAME_MAX])
    except InvalidInput:
        return ""
    return kept[:USERNAME_MAX]
