"""The members of a line, each checked for itself: of the right type, in its normal form, or refused with a reason.

Each function takes the value, which is not None, and raises InvalidInput under the name of the member.
"""

import re
from datetime import UTC, datetime
from typing import Any, NoReturn
from uuid import UUID

from gatepost import clock
from gatepost.errors import ForPrograms, InvalidInput
from gatepost.permissions import USER
from gatepost.users.external_ids import EXTERNAL_ID_MAX, MADE, external_id_text
from gatepost.users.roles import MOST_ROLES, ROLE_PATTERN, in_order

_TEXT = ForPrograms("Give text.")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_ROLE = re.compile(ROLE_PATTERN)
_KINDS = frozenset({"mobile", "email"})


def refuse(member: str, reason: str) -> NoReturn:
    """Refuse a *member*. Raises InvalidInput."""
    raise InvalidInput({member: [ForPrograms(reason)]})


def text(member: str, value: Any) -> str:
    """Text."""
    if not isinstance(value, str):
        raise InvalidInput({member: [_TEXT]})
    return value


def truth(member: str, value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        refuse(member, "Give true or false.")
    return value


def texts(member: str, value: Any) -> list[str]:
    """A list of texts."""
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        refuse(member, "Give a list of texts.")
    return value


def outside_id(value: Any) -> str:
    """An id in another system: text of 1 to 255 characters without control characters, or a whole number."""
    if (name := external_id_text(value)) is None:
        raise InvalidInput({"external_id": [_TEXT]})
    if not 1 <= len(name) <= EXTERNAL_ID_MAX or _CONTROLS.search(name) or name.startswith(MADE):
        refuse("external_id", f"Use 1 to {EXTERNAL_ID_MAX} visible characters, which do not begin with {MADE!r}.")
    return name


def uuid_of(external_id: str | None) -> str:
    """The uuid that the account keeps, as it is written here."""
    try:
        return str(UUID(external_id or ""))
    except ValueError:
        refuse("external_id", "With --keep-uuids this is the uuid of the account.")


def verified_kinds(value: Any, given: Any) -> frozenset[str]:
    """The kinds of contacts that are verified; each is *given* in the line."""
    kinds = frozenset(texts("verified", value))
    if not kinds <= _KINDS:
        refuse("verified", "Name mobile, email or both.")
    if any(given.get(kind) is None for kind in kinds):
        refuse("verified", "The line lacks the address that it names here.")
    return kinds


def role_names(value: Any) -> tuple[str, ...]:
    """The names of roles, without the one that everybody has."""
    names = [name for name in texts("roles", value) if name != USER]
    if len(names) > MOST_ROLES or not all(map(_ROLE.fullmatch, names)):
        refuse("roles", f"Name at most {MOST_ROLES} roles that are defined here.")
    return tuple(in_order(names))


def moment(member: str, value: Any) -> datetime:
    """A time after RFC 3339, to the microsecond."""
    written = text(member, value)
    if _MOMENT.fullmatch(written):
        try:
            found = datetime.fromisoformat(written.upper())
            if found >= _EARLIEST:
                return found.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    refuse(member, "Give a time since 1970 after RFC 3339, such as 2026-11-23T09:30:00Z.")


def past(member: str, value: Any) -> datetime:
    """A time that is over."""
    found = moment(member, value)
    if found > clock.now():
        refuse(member, "This time is in the future.")
    return found
