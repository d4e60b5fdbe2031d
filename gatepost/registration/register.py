"""Register an account."""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.caller import Client
from gatepost.contacts.address import Address, Kind, parse_address
from gatepost.contacts.email_domains import check_domain
from gatepost.crypto import digest, random_hex, random_uuid
from gatepost.database import db, write
from gatepost.errors import EmailTaken, InvalidInput, MobileTaken, Reason, TooManyRequests, UsernameTaken
from gatepost.fields.check import check_fields as check_fields_given
from gatepost.fields.declared import declared
from gatepost.input_errors import InputErrors
from gatepost.messaging.put_message import locale_to_remember
from gatepost.outbox.put import remove_entries_of
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.registration.ask_hook import ask_hook
from gatepost.registration.continue_registration import continue_registration, find_own_registration
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
from gatepost.text import trimmed
from gatepost.users.check_fields import check_fields
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User

Given = str | None
_NONE: Mapping[str, Any] = MappingProxyType({})


def register(
    *,
    username: str,
    mobile: Given,
    email: Given,
    locale: Given,
    password: str,
    fields: Mapping[str, Any] = _NONE,
    client: Client,
) -> User:
    """Add an account that is not active yet, or continue such a registration (continue_registration.py).

    *fields*: the values of declared ones. Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken, TooManyRequests.
    """
    account, addresses = _check_registration(
        username=username,
        mobile=mobile,
        email=email,
        locale=locale,
        password=password,
        fields=fields,
        client=client,
    )
    own = _find_own(account, password, client)
    if own is not None:
        refusal = find_taken(account["username_key"], addresses).of_address
        if refusal is not None:
            raise refusal
        return continue_registration(own, account, addresses, client=client)
    account["password_hash"] = hash_password(password)
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
    send_first_code(user, first)
    db.session.commit()
    return user


def register_privately(*, client: Client, **given: Any) -> str:
    """Register without revealing whose addresses are registered (REGISTRATION_ANSWER=private, ASVS 6.3.8).

    The work is the same for taken identifiers as for free ones. If another account has an address, the account is
    inserted all the same, so that its username is taken from now on. Otherwise a second request for the username would
    reveal the address. The account waits for a code that is never sent. If the username is taken, an account with a
    random name is inserted instead, and removed in the same transaction with its message. Usernames are not hidden,
    because a name has one account, and a user has to learn that it is refused. Returns the uuid of the account, whether
    or not it stays. Raises InvalidInput.
    """
    account, addresses = _check_registration(**given, client=client)
    own, waits = _find_own(account, given["password"], client), settings.activation == "code"
    if own is None:
        account["password_hash"] = hash_password(given["password"])
    taken = find_taken(account["username_key"], addresses)
    refused = own is None and (taken.username or (bool(taken.addresses) and not waits))
    silent = refused or (waits and first_deliverable(addresses) in taken.addresses)
    if refused:
        account["username_key"] = random_hex(16)
    addresses = [_stand_in(each) if refused or each in taken.addresses else each for each in addresses]
    if own is not None:
        with suppress(UsernameTaken, TooManyRequests):
            continue_registration(own, account, addresses, client=client, silent=silent)
        return own.uuid
    first, begun = choose_first(addresses) if waits else None, clock.now()
    event: EventName = "unknown.registration_refused" if refused else "account.registered"
    with suppress(UsernameTaken, MobileTaken, EmailTaken):  # taken by a simultaneous request
        user = insert_user(event=event, client=client, **account)
        if waits:
            store_pending(user, addresses)
            send_first_code(user, first)
            remove_entries_of(user.uuid if silent else random_uuid(), since=begun)
        else:
            insert_contacts(user, addresses)
        write(delete(User).where(User.uuid == (user.uuid if refused else random_uuid())))
        db.session.commit()
        return user.uuid
    return random_uuid()


def _check_registration(
    *,
    username: str,
    mobile: Given,
    email: Given,
    locale: Given,
    password: str,
    fields: Mapping[str, Any] = _NONE,
    client: Client,
) -> tuple[dict[str, Any], list[Address]]:
    """Validate a registration. Returns the account's values but the hash, and its addresses.

    Raises InvalidInput, DeniedByHook.
    """
    given: dict[Kind, Given] = {"mobile": mobile, "email": email}
    names = {"username": username, "mobile": mobile, "email": email, "locale": locale}
    check_registration({**names, "password": password, "fields": fields})
    account: dict[str, Any] = {
        "username": trimmed(username),
        "username_key": username_key(username),
        "locale": locale_to_remember(None if locale is None else locale_tag(locale), client.languages),
        **fields_to_store(fields),
    }
    addresses = [parse_address(kind, value) for kind, value in given.items() if value is not None]
    for address in addresses:
        check_domain(address)
    ask_hook({"username": account["username"], "mobile": mobile, "email": email, "locale": account["locale"]}, client)
    return account, addresses


def check_registration(given: Mapping[str, Any]) -> None:
    """Raise InvalidInput with the reasons against all wrong fields. Those that are missing may be wrong otherwise."""
    errors = InputErrors()
    with errors.collect():
        check_fields(given)
    with errors.collect():
        if given.get("mobile", ...) is None and given.get("email", ...) is None:
            needed = [Reason("Give a mobile number, an e-mail address, or both.")]
            raise InvalidInput({"mobile": needed, "email": needed})
    with errors.collect():
        if "fields" in given:
            fields_to_store(given["fields"])
    with errors.collect():
        if "password" in given:
            names = [given.get(name) for name in ("username", "mobile", "email")]
            check_new_password(given["password"], field="password", identifiers=names)
    errors.refuse()


def fields_to_store(given: Mapping[str, Any]) -> dict[str, str | None]:
    """The value of ``users.fields`` for a registration, which gives all that are required. Raises InvalidInput.

    Nothing where no field is declared, so that the row is inserted as without them.
    """
    return {"fields": check_fields_given(given, by="user", required=True)} if given or declared() else {}


def _find_own(account: dict[str, Any], password: str, client: Client) -> User | None:
    """The registration that this one continues, where accounts wait for a code."""
    if settings.activation != "code":
        return None
    return find_own_registration(account["username_key"], password, client=client)


def _stand_in(address: Address) -> Address:
    """A stand-in that nobody has, always the same for this address, so that messages to it are limited, too."""
    return Address(address.kind, address.value, digest(address.key)[:16])
