"""The values of other systems in the forms that a line of an import has."""

import re
from datetime import UTC, datetime
from typing import Any

from gatepost import clock

_TRUE = frozenset({"true", "t", "yes", "y", "1", "active", "enabled"})
_FALSE = frozenset({"", "false", "f", "no", "n", "0", "none", "null"})
_DAY = re.compile(r"(?:19|20)[0-9]{6}", re.ASCII)  # 20240131: as a number it would be a second of 1970
_FOREVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # what PostgreSQL writes as infinity
_DIGITS = re.compile(r"-?[0-9]{1,16}(\.[0-9]+)?", re.ASCII)
_MILLISECONDS = 100_000_000_000  # from here on a number counts milliseconds: in seconds it is the year 5138
_NULLS = frozenset({"NULL", r"\N"})  # as databases write it into CSV


class NoPerson(Exception):
    """A record of an export that is no person's. The text says of what it is."""


def plain(value: Any) -> Any:
    """The value within MongoDB's extended JSON ($oid, $date, $numberLong); None for the null of a database's CSV."""
    if isinstance(value, dict) and len(value) == 1:
        ((name, inner),) = value.items()
        if name in {"$oid", "$date", "$numberLong", "$numberInt"}:
            return plain(inner)
    return None if isinstance(value, str) and value in _NULLS else value


def text(value: Any) -> str | None:
    """A text or a number as text; None for nothing. Other values are given as they are, and are refused later."""
    value = plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value or None


def truth(value: Any) -> bool:
    """Whether a value says yes: a truth value, a number, a word, or the time at which it became true."""
    value = plain(value)
    if isinstance(value, str):
        return value.strip().casefold() in _TRUE or isinstance(_moment(value), datetime)
    return bool(value)


def refusal(value: Any) -> bool:
    """Whether a value says that an account is closed: also one that is not understood, because it may be the time."""
    value = plain(value)
    if isinstance(value, str):
        return value.strip().casefold() not in _FALSE and _moment(value) is not None
    return bool(value)


def moment(value: Any) -> str | None:
    """A time in RFC 3339. One without a zone is in UTC, and a number counts seconds or milliseconds since 1970.

    None for nothing, also for the zeros that MySQL writes. Text that is no time stays as it is, and is refused later.
    """
    found = _moment(plain(value))
    return found.isoformat() if isinstance(found, datetime) else found


def future(value: Any) -> str | None:
    """A time as moment() has it, unless it is over. Text that is no time stays as it is, and is refused later."""
    found = _moment(plain(value))
    if isinstance(found, datetime):
        return found.isoformat() if found > clock.now() else None
    return found


def _moment(value: Any) -> datetime | str | None:
    if value is None or value in ("", 0, "0") or (isinstance(value, str) and value.startswith("0000-00-00")):
        return None
    if value == "infinity":
        return _FOREVER
    try:
        if isinstance(value, int | float) or (_DIGITS.fullmatch(str(value)) and not _DAY.fullmatch(str(value))):
            number = float(value)
            return datetime.fromtimestamp(number / 1000 if abs(number) >= _MILLISECONDS else number, UTC)
        found = datetime.fromisoformat(str(value).strip().removesuffix(" UTC"))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return str(value)
