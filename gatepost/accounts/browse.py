"""List accounts, a page at a time. Pages are cut by key, not by number: none is skipped or shown twice."""

from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, or_, select

from gatepost.accounts.cursor import read_cursor, write_cursor
from gatepost.users.visible import sees_everyone
from gatepost.caller import Caller
from gatepost.database import HotStatement, UtcTime
from gatepost.users.answers import UserData, show, user_data
from gatepost.users.identifiers import folded
from gatepost.users.models import User

SORTS = ("username", "-username", "created", "-created")


class Page(NamedTuple):
    """Some users, and where the next page begins (None on the last one)."""

    users: list[UserData]
    next_cursor: str | None


def list_users(caller: Caller, *, limit: int, sort: str, cursor: str | None, q: str | None) -> Page:
    """The users whom *caller* may see, *limit* at a time; *q* is part of a username, e-mail or mobile number.

    Raises InvalidInput for a cursor that is not of this listing.
    """
    if not sees_everyone(caller):
        return Page([show(caller, active=True)] if _matches(caller, q) else [], None)
    values: dict[str, Any] = {"limit": limit + 1}
    if q:
        values |= {"text": _pattern(folded(q)), "digits": _pattern("".join(filter(str.isalnum, folded(q))) or q)}
    if cursor is not None:
        values |= read_cursor(cursor, sort=sort)
    rows = _STATEMENTS[sort, bool(q), cursor is not None].rows(**values)
    users = [
        user_data(
            uuid=uuid, username=username, mobile=mobile, status=bool(active and not ended), email=email, gender=gender
        )
        for uuid, username, mobile, email, gender, active, ended, _, _ in rows[:limit]
    ]
    if len(rows) <= limit:
        return Page(users, None)
    uuid, *_, username_key, created_at = rows[limit - 1]
    return Page(users, write_cursor(sort=sort, uuid=uuid, username_key=username_key, created_at=created_at))


def _matches(caller: Caller, q: str | None) -> bool:
    return not q or folded(q) in folded(f"{caller.username}\n{caller.email or ''}\n{caller.mobile}")


def _pattern(text: str) -> str:
    """LIKE for "contains", with the text's own % and _ taken literally."""
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"


def _statement(sort: str, *, filtered: bool, continued: bool) -> "Select[Any]":
    statement = select(
        User.uuid,
        User.username,
        User.mobile,
        User.email,
        User.gender,
        User.activated_at.is_not(None),
        User.deactivated_at.is_not(None),
        User.username_key,
        User.created_at,
    ).limit(bindparam("limit"))
    after_uuid, after_time = bindparam("after_uuid"), bindparam("after_time", type_=UtcTime())
    if filtered:
        text, digits = bindparam("text"), bindparam("digits")
        statement = statement.where(
            or_(
                User.username_key.like(text, escape="!"),
                User.email_key.like(text, escape="!"),
                User.mobile_key.like(digits, escape="!"),
            )
        )
    if sort.endswith("username"):
        key, after = User.username_key, bindparam("after_key")
        if continued:
            statement = statement.where(key < after if sort[0] == "-" else key > after)
        return statement.order_by(key.desc() if sort[0] == "-" else key)
    if sort == "created":
        later = or_(User.created_at > after_time, and_(User.created_at == after_time, User.uuid > after_uuid))
        order = [User.created_at.asc(), User.uuid.asc()]
    else:
        later = or_(User.created_at < after_time, and_(User.created_at == after_time, User.uuid < after_uuid))
        order = [User.created_at.desc(), User.uuid.desc()]
    return (statement.where(later) if continued else statement).order_by(*order)


_STATEMENTS = {
    (sort, filtered, continued): HotStatement(_statement(sort, filtered=filtered, continued=continued))
    for sort in SORTS
    for filtered in (False, True)
    for continued in (False, True)
}
