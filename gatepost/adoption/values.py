"""The values of a row of the original in our form. SQLite may hold any type in any column."""

import re
from datetime import UTC, datetime, tzinfo
from typing import Any

from gatepost.errors import InvalidInput
from gatepost.passwords.imported import FOUNDING, read_imported
from gatepost.passwords.legacy.founding import is_legacy
from gatepost.settings import settings
from gatepost.users.check_fields import gender_of
from gatepost.users.models import NO_PASSWORD

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TRUE = frozenset({"1", "t", "true"})
_GENDER_MAX = 10


def uuid_of(value: Any) -> str | None:
    """The uuid in the form in which requests name it (RFC 9562: lower case), or None if this is none."""
    text = str(value or "").lower()
    return text if _UUID.fullmatch(text) else None


def password_hash(value: Any) -> str:
    """The hash for our table: the original's as it is, because a log-in verifies and replaces it; or NO_PASSWORD.

    wrapped() is for the operator who does not wait for log-ins.
    """
    text = str(value or "").lower()  # of hexadecimal digits
    return text if is_legacy(text) else NO_PASSWORD


def wrapped(hashed: str) -> str:
    """Argon2id over the original's hash, with ``SALT_KEY`` sealed in it: no md5 is stored. NO_PASSWORD stays."""
    if hashed == NO_PASSWORD:
        return hashed
    return read_imported(FOUNDING, hashed, {"SALT_KEY": settings.salt_key or ""}, wrap=True)


def created_at(value: Any, zone: tzinfo) -> datetime | None:
    """The moment of a time of the original; *zone* is that of one that names none. None if it cannot be read."""
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_true(value: Any) -> bool:
    """Whether a status is true, in any way in which an engine gives it."""
    return str(value).strip().lower() in _TRUE


def gender(value: Any) -> str | None:
    """``Male`` or ``Female``, or what else the original let its users write; None for nothing."""
    text = str(value or "").strip()[:_GENDER_MAX]
    try:
        return gender_of(text) if text else None
    except InvalidInput:
        return text
