"""Parse tokens (RFC 7515) strictly, so that no second spelling of one token passes."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, NamedTuple, NoReturn

from .refusals import InvalidToken

MAX_LENGTH = 4096
_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")


class Token(NamedTuple):
    """The parts of a token, none of which is verified yet."""

    header: dict[str, Any]
    payload: bytes
    signature: bytes
    signed: bytes


def parse(token: object) -> Token:
    """Split *token* into its parts. One that is too long is refused unread. Raises InvalidToken."""
    if not isinstance(token, str) or len(token) > MAX_LENGTH:
        raise InvalidToken("no text, or too long")
    parts = _COMPACT.fullmatch(token)
    if parts is None:
        raise InvalidToken("not three parts of base64url")
    header, payload, signature = map(_decoded, parts.groups())
    return Token(json_object(header), payload, signature, token.rpartition(".")[0].encode())


def json_object(text: bytes) -> dict[str, Any]:
    """Parse *text* as one JSON object in UTF-8. Duplicate names, NaN and Infinity are refused.

    Raises InvalidToken.
    """
    try:
        value = json.loads(text.decode(), object_pairs_hook=_members, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InvalidToken("not JSON") from None
    if not isinstance(value, dict):
        raise InvalidToken("no JSON object")
    return value


def _decoded(part: str) -> bytes:
    """Decode base64url without padding (RFC 7515 section 2). Unused bits of its last character have to be zero."""
    try:
        raw = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise InvalidToken("not base64url") from None
    if urlsafe_b64encode(raw).rstrip(b"=") != part.encode():
        raise InvalidToken("not canonical base64url")
    return raw


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse duplicate names, because another reader could choose the other member (RFC 7519 section 4)."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name twice")
    return members


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
