"""Register an account."""

from typing import Any

from gatepost.caller import Client
from gatepost.errors import InvalidInput
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.registration.insert_user import add_user
from gatepost.registration.pending_contacts import Written, find_taken, let_wait
from gatepost.settings import settings
from gatepost.users.identifiers import email_key, mobile_key, username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User

Given = str | None


def register(*, username: str, mobile: Given, email: Given, locale: Given, password: str, client: Client) -> User:
    """Add an account that is not active yet. Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken."""
    account, addresses = check_registration(
        username=username, mobile=mobile, email=email, locale=locale, password=password
    )
    if settings.activation != "code":
        return add_user(event="account.registered", client=client, **account, **counting(addresses))
    refusal = find_taken(account["username_key"], addresses).refusal  # so that no message counts that is not sent
    if refusal is not None:
        raise refusal
    return add_user(event="account.registered", client=client, **account, then=let_wait(addresses, client=client))


def check_registration(
    *, username: str, mobile: Given, email: Given, locale: Given, password: str
) -> tuple[dict[str, Any], list[Written]]:
    """The account's values, and its addresses. Raises InvalidInput."""
    if mobile is None and email is None:
        needed = ["Give a mobile number, an e-mail address, or both."]
        raise InvalidInput({"mobile": needed, "email": needed})
    name, addresses = username_key(username), []
    if mobile is not None:
        addresses.append(Written("mobile", mobile, mobile_key(mobile)))
    if email is not None:
        addresses.append(Written("email", email, email_key(email)))
    check_new_password(password, field="password", identifiers=(username, mobile, email))
    account: dict[str, Any] = {
        "username": username,
        "username_key": name,
        "mobile": mobile,
        "locale": None if locale is None else locale_tag(locale),
        "password_hash": hash_password(password),
    }
    return account, addresses


def counting(addresses: list[Written]) -> dict[str, Any]:
    """What makes *addresses* the user's at once."""
    keys = {address.kind: address for address in addresses}
    mobile, email = keys.get("mobile"), keys.get("email")
    return {
        "mobile_key": mobile and mobile.key,
        "email": email and email.value,
        "email_key": email and email.key,
    }
