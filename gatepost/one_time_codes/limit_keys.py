"""Which account a body names, for counting how often: the same for one that exists and one that does not."""

from typing import Protocol

from gatepost.errors import InvalidInput
from gatepost.one_time_codes.identifier import Identifier, parse_identifier
from gatepost.users.identifiers import find_username_key


class NamesAnAccount(Protocol):
    username: str | None
    mobile: str | None
    email: str | None


def named_account(body: NamesAnAccount) -> str | None:
    """The normal form of its identifier; None where it has none, or several, or what cannot be one."""
    try:
        return str(parse_identifier(username=body.username, mobile=body.mobile, email=body.email))
    except InvalidInput:
        return None


def named_username(username: str) -> str | None:
    """The same of a username; None where it cannot be one."""
    key = find_username_key(username)
    return None if key is None else str(Identifier("username", key))


def named_address(body: NamesAnAccount) -> str | None:
    """The same of the mobile number, or else the e-mail address, of a body that also says how its user is called."""
    try:
        if body.mobile is not None:
            return str(parse_identifier(mobile=body.mobile))
        return str(parse_identifier(email=body.email))
    except InvalidInput:
        return None
