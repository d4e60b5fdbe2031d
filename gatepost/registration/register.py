"""Register an account."""

from contextlib import suppress
from typing import Any

from gatepost.caller import Client
from gatepost.errors import EmailTaken, InvalidInput, MobileTaken, UsernameTaken
from gatepost.passwords.hashing import hash_password
from gatepost.passwords.policy import check_new_password
from gatepost.registration.add import add_user
from gatepost.registration.wait import Written, let_wait
from gatepost.settings import settings
from gatepost.users.identifiers import email_key, mobile_key, username_key
from gatepost.users.locale import locale_tag
from gatepost.users.models import User
from gatepost.users.pending import Kind


def register(
    *, username: str, mobile: str | None, email: str | None, locale: str | None, password: str, client: Client
) -> User:
    """Add an account that is not active yet. Raises InvalidInput, UsernameTaken, MobileTaken, EmailTaken."""
    if mobile is None and email is None:
        needed = ["Give a mobile number, an e-mail address, or both."]
        raise InvalidInput({"mobile": needed, "email": needed})
    name = username_key(username)
    number = None if mobile is None else mobile_key(mobile)
    address = None if email is None else email_key(email)
    check_new_password(password, field="password", identifiers=(username, mobile, email))
    account: dict[str, Any] = {
        "event": "account.registered",
        "username": username,
        "username_key": name,
        "mobile": mobile,
        "locale": None if locale is None else locale_tag(locale),
        "password_hash": hash_password(password),
    }
    if settings.activation == "code":
        given: list[tuple[Kind, str | None, str | None]] = [("mobile", mobile, number), ("email", email, address)]
        addresses = [Written(kind, value, key) for kind, value, key in given if value is not None and key is not None]
        return add_user(**account, then=let_wait(username, addresses, client=client))
    return add_user(**account, mobile_key=number, email=email, email_key=address)


def register_privately(
    *, username: str, mobile: str | None, email: str | None, locale: str | None, password: str, client: Client
) -> None:
    """As :func:`register`, but nobody learns whether one of the identifiers was taken. Raises InvalidInput."""
    with suppress(UsernameTaken, MobileTaken, EmailTaken):
        register(username=username, mobile=mobile, email=email, locale=locale, password=password, client=client)
