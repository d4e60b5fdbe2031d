"""Register an account."""

from contextlib import suppress
from typing import Any

from sqlalchemy import delete

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.caller import Client
from gatepost.contacts.address import Address, Kind, parse_address
from gatepost.crypto import digest, random_hex, random_uuid
from gatepost.database import db, write
from gatepost.errors import EmailTaken, InvalidInput, MobileTaken, UsernameTaken
from gatepost.outbox.put import remove_entries_of
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.registration.insert_user import (
    choose_first,
    find_taken,
    first_deliverable,
    insert_contacts,
    insert_user,
    send_first_code,
    store_pending,
)
from gatepost.settings import settings
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User

Given = str | None


def register(*, username: str, mobile: Given, email: Given, locale: Given, password: str, client: Client) -> User:
    """Add an account that is not active yet. Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken."""
    account, addresses = _check_registration(
        username=username, mobile=mobile, email=email, locale=locale, password=password
    )
    if settings.activation == "code":
        return _register_pending(account, addresses, client)
    user = insert_user(event="account.registered", client=client, **account)
    insert_contacts(user, addresses)
    db.session.commit()
    return user


def _register_pending(account: dict[str, Any], addresses: list[Address], client: Client) -> User:
    refusal = find_taken(account["username_key"], addresses).refusal  # before a message is counted
    if refusal is not None:
        raise refusal
    first = choose_first(addresses)
    user = insert_user(event="account.registered", client=client, **account)
    store_pending(user, addresses)
    send_first_code(user, first, client=client)
    db.session.commit()
    return user


def register_privately(*, client: Client, **given: Any) -> None:
    """Register without revealing whose addresses are registered (REGISTRATION_ANSWER=private, ASVS 6.3.8).

    The work is the same for taken identifiers as for free ones. If another account has an address, the account is
    inserted all the same, so that its username is taken from now on. Otherwise a second request for the username would
    reveal the address. The account waits for a code that is never sent. If the username is taken, an account with a
    random name is inserted instead, and removed in the same transaction with its message. Usernames are not hidden,
    because a name has one account, and a user has to learn that it is refused. Raises InvalidInput.
    """
    account, addresses = _check_registration(**given)
    taken, waits = find_taken(account["username_key"], addresses), settings.activation == "code"
    refused = taken.username or (bool(taken.addresses) and not waits)
    silent = refused or (waits and first_deliverable(addresses) in taken.addresses)
    if refused:
        account["username_key"] = random_hex(16)
    addresses = [_stand_in(each) if refused or each in taken.addresses else each for each in addresses]
    first, begun = choose_first(addresses) if waits else None, clock.now()
    event: EventName = "unknown.registration_refused" if refused else "account.registered"
    with suppress(UsernameTaken, MobileTaken, EmailTaken):  # taken by a simultaneous request
        user = insert_user(event=event, client=client, **account)
        if waits:
            store_pending(user, addresses)
            send_first_code(user, first, client=client)
            remove_entries_of(user.uuid if silent else random_uuid(), since=begun)
        else:
            insert_contacts(user, addresses)
        write(delete(User).where(User.uuid == (user.uuid if refused else random_uuid())))
        db.session.commit()


def _check_registration(
    *, username: str, mobile: Given, email: Given, locale: Given, password: str
) -> tuple[dict[str, Any], list[Address]]:
    """Validate a registration. Returns the account's values, and its addresses. Raises InvalidInput."""
    if mobile is None and email is None:
        needed = ["Give a mobile number, an e-mail address, or both."]
        raise InvalidInput({"mobile": needed, "email": needed})
    given: dict[Kind, Given] = {"mobile": mobile, "email": email}
    name = username_key(username)
    addresses = [parse_address(kind, value) for kind, value in given.items() if value is not None]
    check_new_password(password, field="password", identifiers=(username, mobile, email))
    account: dict[str, Any] = {
        "username": username,
        "username_key": name,
        "locale": None if locale is None else locale_tag(locale),
        "password_hash": hash_password(password),
    }
    return account, addresses


def _stand_in(address: Address) -> Address:
    """A stand-in that nobody has, always the same for this address, so that messages to it are limited, too."""
    return Address(address.kind, address.value, digest(address.key)[:16])
