"""The account that a body names, as the key of a limit. It is the same whether or not the account exists."""

from typing import Protocol

from gatepost.errors import InvalidInput
from gatepost.one_time_codes.identifier import parse_identifier


class NamesAnAccount(Protocol):
    username: str | None
    mobile: str | None
    email: str | None


def named_account(body: NamesAnAccount) -> str | None:
    """The normal form of its identifier; None for none, for several, and for a malformed one."""
    try:
        return str(parse_identifier(username=body.username, mobile=body.mobile, email=body.email))
    except InvalidInput:
        return None


def named_address(body: NamesAnAccount) -> str | None:
    """The normal form of the mobile number of a body, otherwise of its e-mail address; its username is ignored."""
    try:
        if body.mobile is not None:
            return str(parse_identifier(mobile=body.mobile))
        return str(parse_identifier(email=body.email))
    except InvalidInput:
        return None
