"""Register an account."""

from typing import Any

from gatepost.caller import Client
from gatepost.contacts.address import Address, parse_address
from gatepost.contacts.kinds import Kind
from gatepost.database import db
from gatepost.errors import InvalidInput
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.registration.insert_user import insert_contacts, insert_user
from gatepost.registration.pending_contacts import choose_first, find_taken, send_first_code, store_pending
from gatepost.settings import settings
from gatepost.users.identifiers import username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User

Given = str | None


def register(*, username: str, mobile: Given, email: Given, locale: Given, password: str, client: Client) -> User:
    """Add an account that is not active yet. Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken."""
    account, addresses = check_registration(
        username=username, mobile=mobile, email=email, locale=locale, password=password
    )
    if settings.activation == "code":
        return _register_pending(account, addresses, client)
    user = insert_user(event="account.registered", client=client, **account)
    insert_contacts(user, addresses)
    db.session.commit()
    return user


def _register_pending(account: dict[str, Any], addresses: list[Address], client: Client) -> User:
    refusal = find_taken(account["username_key"], addresses).refusal  # so that no message counts that is not sent
    if refusal is not None:
        raise refusal
    first = choose_first(addresses)
    user = insert_user(event="account.registered", client=client, **account)
    store_pending(user, addresses)
    send_first_code(user, first, client=client)
    db.session.commit()
    return user


def check_registration(
    *, username: str, mobile: Given, email: Given, locale: Given, password: str
) -> tuple[dict[str, Any], list[Address]]:
    """The account's values, and its addresses. Raises InvalidInput."""
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
