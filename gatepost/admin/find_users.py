"""Find users, a page at a time. Every page is a range of one index, so a million users make none of them slower.

So the beginning of a name is found, and not its middle: no index has that, and GET /user?q= reads all users for it.
A range has no wildcards, so ``%`` and ``_`` stand for themselves.
"""

import re
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, literal_column, or_, select

from gatepost import clock
from gatepost.accounts.cursor import read_cursor, write_cursor
from gatepost.admin.answers import FoundUser, maybe_rfc3339, rfc3339, status_of
from gatepost.contacts.models import PRIMARY_EMAIL, PRIMARY_MOBILE, Contact, PendingContact, with_primary
from gatepost.contacts.normal_forms import folded
from gatepost.contacts.phone_numbers import find_mobile_forms
from gatepost.database import read_all
from gatepost.text import trimmed
from gatepost.users.models import User

_COLUMNS = (
    User.uuid,
    User.username,
    PRIMARY_MOBILE.value,
    PRIMARY_EMAIL.value,
    User.roles,
    User.activated_at,
    User.deactivated_at,
    User.suspended_until,
    User.created_at,
    User.last_login_at,
)
_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_LAST = "\U0010ffff"  # no name has this character, and no other comes after it
_MOST_PENDING = 20  # registrations that wait for one address: any number may
_BY_NAME, _NEWEST = "username", "-created"  # the orders, as accounts/cursor.py names them
_EMAIL: ColumnElement[str] = literal_column("'email'")

_Statement = Select[*tuple[Any, ...]]


class Page(NamedTuple):
    """Some users, and the cursor of the next page (None on the last one)."""

    users: list[FoundUser]
    next_cursor: str | None


def find_users(*, q: str | None, limit: int, cursor: str | None) -> Page:
    """Find the users whom *q* may mean, *limit* at a time; without it all, the newest first.

    A number and a uuid are found whole, a username by its beginning, an e-mail address by its beginning with the ``@``.
    Those of a whole number come first. Raises InvalidInput for a cursor that is not of this listing.
    """
    text = trimmed(q or "")
    if not text:
        return _newest(limit=limit, cursor=cursor)
    if _UUID.fullmatch(text):
        return Page(_read(_select().where(User.uuid == text.lower())), None)
    after = None if cursor is None else read_cursor(cursor, sort=_BY_NAME)["after_key"]
    key = folded(text)
    exact = _by_contact("email", (key,)) if "@" in key else _by_contact("mobile", find_mobile_forms(text))
    by_prefix = _by_email(key, after) if "@" in key else _by_username(key, after)
    rows = [*read_all(by_prefix.limit(limit + 1))]
    page, known = rows[:limit], {each["uuid"] for each in exact}
    users = [] if after is not None else exact
    users += [_show(row) for row in page if row.uuid not in known]
    if len(rows) <= limit:
        return Page(users, None)
    last = page[-1]
    return Page(users, write_cursor(sort=_BY_NAME, uuid="", username_key=last.place, created_at=last.created_at))


def _newest(*, limit: int, cursor: str | None) -> Page:
    statement = _select().order_by(User.created_at.desc(), User.uuid.desc())
    if cursor is not None:
        after = read_cursor(cursor, sort=_NEWEST)
        time: datetime = after["after_time"]
        # Not "earlier, or the same and …": only an AND lets each engine begin in the middle of the index.
        rest = and_(User.created_at <= time, or_(User.created_at < time, User.uuid < after["after_uuid"]))
        statement = statement.where(rest)
    rows = read_all(statement.limit(limit + 1))
    users = [_show(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(users, None)
    last = rows[limit - 1]
    return Page(users, write_cursor(sort=_NEWEST, uuid=last.uuid, username_key="", created_at=last.created_at))


def _by_contact(kind: str, keys: tuple[str, ...]) -> list[FoundUser]:
    """The users who have this address, and the newest of those who wait for it."""
    if not keys:
        return []
    has = select(Contact.user_uuid).where(Contact.kind == kind, Contact.key.in_(keys))
    waits = select(PendingContact.user_uuid).where(PendingContact.kind == kind, PendingContact.key.in_(keys))
    waits = waits.order_by(PendingContact.requested_at.desc()).limit(_MOST_PENDING)
    uuids = list(dict.fromkeys(uuid for statement in (has, waits) for (uuid,) in read_all(statement)))
    found = {each["uuid"]: each for each in _read(_select().where(User.uuid.in_(uuids)))} if uuids else {}
    return [found[uuid] for uuid in uuids if uuid in found]


def _by_username(beginning: str, after: str | None) -> _Statement:
    statement = _select(User.username_key.label("place")).where(*_begins(User.username_key, beginning, after))
    return statement.order_by(User.username_key)


def _by_email(beginning: str, after: str | None) -> _Statement:
    joined = (
        select(*_COLUMNS, Contact.key.label("place")).select_from(Contact).join(User, User.uuid == Contact.user_uuid)
    )
    this = (Contact.kind == _EMAIL, *_begins(Contact.key, beginning, after))
    return with_primary(joined.where(*this), of=User.uuid).order_by(Contact.key)


def _begins(column: Any, beginning: str, after: str | None) -> tuple[ColumnElement[bool], ...]:
    """The range of *column* whose texts have this *beginning*, after the place where the page before ended."""
    first = column >= beginning if after is None else column > max(after, beginning)
    return first, column < beginning + _LAST


def _select(*more: Any) -> _Statement:
    return with_primary(select(*_COLUMNS, *more).select_from(User), of=User.uuid)


def _read(statement: _Statement) -> list[FoundUser]:
    return [_show(row) for row in read_all(statement)]


def _show(row: Any) -> FoundUser:
    uuid, username, mobile, email, roles, activated_at, deactivated_at, suspended_until, created_at, last_login_at = (
        row[:10]
    )
    status, until = status_of(
        activated_at=activated_at, deactivated_at=deactivated_at, suspended_until=suspended_until, now=clock.now()
    )
    return {
        "uuid": uuid,
        "username": username,
        "status": status,
        "suspended_until": until,
        "roles": roles.split(),
        "mobile": mobile,
        "email": email,
        "created_at": rfc3339(created_at),
        "last_login_at": maybe_rfc3339(last_login_at),
    }
