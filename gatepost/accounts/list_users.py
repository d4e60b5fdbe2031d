"""List accounts, a page at a time. Pages are cut by key, not by number: none is skipped or shown twice."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from gatepost import clock
from gatepost.accounts.cursor import read_cursor, write_cursor
from gatepost.caller import Caller
from gatepost.contacts.models import PRIMARY_EMAIL, PRIMARY_MOBILE, with_primary
from gatepost.contacts.normal_forms import folded
from gatepost.contacts.phone_numbers import dialled, find_mobile_forms
from gatepost.database import AnySelect, PreparedStatement, UtcTime
from gatepost.text import trimmed
from gatepost.users.answers import UserData, show, user_data
from gatepost.users.models import User
from gatepost.users.stored_fields import with_fields_of_all
from gatepost.users.visible import sees_everyone

_COLUMNS = (
    User.uuid,
    User.username,
    PRIMARY_MOBILE.value,
    PRIMARY_EMAIL.value,
    User.gender,
    User.activated_at.is_not(None),
    User.deactivated_at.is_not(None),
    User.suspended_until,
    User.username_key,
    User.created_at,
)
SORTS = ("username", "-username", "created", "-created")


class Page(NamedTuple):
    """Some users, and the cursor of the next page (None on the last one)."""

    users: list[UserData]
    next_cursor: str | None


def list_users(caller: Caller, *, limit: int, sort: str, cursor: str | None, q: str | None) -> Page:
    """The users whom *caller* may see, *limit* at a time; *q* is part of a username, e-mail or mobile number.

    Raises InvalidInput for a cursor that is not of this listing.
    """
    if not sees_everyone(caller):
        return Page(with_fields_of_all(caller, [show(caller, active=True)] if _matches(caller, q) else []), None)
    values: dict[str, Any] = {"limit": limit + 1}
    if q:
        number, *others = (*find_mobile_forms(q), "-", "-")
        values |= {"text": _pattern(folded(trimmed(q))), "digits": _pattern(_digits(q))}
        values |= {"number": number, "other_form": others[0]}
    if cursor is not None:
        values |= read_cursor(cursor, sort=sort)
    now = clock.now()
    rows = _STATEMENTS[sort, bool(q), cursor is not None].rows(**values)
    users = [
        user_data(
            uuid=uuid,
            username=username,
            mobile=mobile,
            status=bool(active and not ended and (suspended_until is None or suspended_until <= now)),
            email=email,
            gender=gender,
        )
        for uuid, username, mobile, email, gender, active, ended, suspended_until, _, _ in rows[:limit]
    ]
    users = with_fields_of_all(caller, users)
    if len(rows) <= limit:
        return Page(users, None)
    uuid, *_, username_key, created_at = rows[limit - 1]
    return Page(users, write_cursor(sort=sort, uuid=uuid, username_key=username_key, created_at=created_at))


def _matches(caller: Caller, q: str | None) -> bool:
    if not q:
        return True
    numbers = find_mobile_forms(caller.mobile or "")
    named = any(folded(trimmed(q)) in folded(text) for text in (caller.username, caller.email or ""))
    return named or any(_digits(q) in number for number in numbers) or not set(numbers).isdisjoint(find_mobile_forms(q))


def _digits(q: str) -> str:
    """*q* as part of a number, or a text that no number contains: a name with a digit in it is no part of a number."""
    digits = dialled(q)
    return digits if digits.strip("+") and not any(map(str.isalpha, q)) else "-"


def _pattern(text: str) -> str:
    """LIKE for "contains", with the text's own % and _ taken literally."""
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"


def _statement(sort: str, *, filtered: bool, continued: bool) -> AnySelect:
    """One page. With ``limit + 1`` rows asked for, the last one tells whether there is another page."""
    statement: Select[*tuple[Any, ...]] = with_primary(select(*_COLUMNS).select_from(User), of=User.uuid).limit(
        bindparam("limit")
    )
    if filtered:
        statement = statement.where(
            or_(
                User.username_key.like(bindparam("text"), escape="!"),
                PRIMARY_EMAIL.key.like(bindparam("text"), escape="!"),
                PRIMARY_MOBILE.key.like(bindparam("digits"), escape="!"),
                PRIMARY_MOBILE.key == bindparam("number"),
                PRIMARY_MOBILE.key == bindparam("other_form"),
            )
        )
    by_name, down = sort.endswith("username"), sort.startswith("-")
    if continued:
        statement = statement.where(_after_username(down=down) if by_name else _after_creation(down=down))
    keys: list[InstrumentedAttribute[Any]] = [User.username_key] if by_name else [User.created_at, User.uuid]
    return statement.order_by(*(key.desc() if down else key.asc() for key in keys))


def _after_username(*, down: bool) -> ColumnElement[bool]:
    last: BindParameter[str] = bindparam("after_key")
    return User.username_key < last if down else User.username_key > last


def _after_creation(*, down: bool) -> ColumnElement[bool]:
    time: BindParameter[datetime] = bindparam("after_time", type_=UtcTime())
    uuid: BindParameter[str] = bindparam("after_uuid")
    later = User.created_at < time if down else User.created_at > time
    return or_(later, and_(User.created_at == time, User.uuid < uuid if down else User.uuid > uuid))


_STATEMENTS = {
    (sort, filtered, continued): PreparedStatement(_statement(sort, filtered=filtered, continued=continued))
    for sort in SORTS
    for filtered in (False, True)
    for continued in (False, True)
}
