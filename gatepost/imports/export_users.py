"""Export all users as lines that an import takes: in order of their uuids, in batches, each user as of one moment.

The users of a batch are read by one statement. A user who is made, changed or deleted meanwhile is exported as they
were when their batch was read, or not at all.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, select
from sqlalchemy.orm import aliased

from gatepost import clock
from gatepost.audit.record import record
from gatepost.contacts.address import KINDS
from gatepost.contacts.models import PRIMARY, Contact, PendingContact
from gatepost.database import AnySelect, db, read_all
from gatepost.errors import InvalidInput
from gatepost.fields.check import stored_values
from gatepost.imports.members import past
from gatepost.passwords.imported import UnusableHash, tell_imported
from gatepost.users.check_fields import gender_of
from gatepost.users.models import NO_PASSWORD, User

log = structlog.get_logger("gatepost")
BATCH = 1000
"""Users of one statement."""
_COLUMNS: Final = (
    "uuid",
    "username",
    "gender",
    "password_hash",
    "password_expired_at",
    "activated_at",
    "deactivated_at",
    "suspended_until",
    "created_at",
    "locale",
    "roles",
    "fields",
)
_AFTER: Any = bindparam("after")
_LAST: Any = bindparam("last")
_some = select(User.uuid).where(User.uuid > _AFTER).order_by(User.uuid).limit(BATCH).subquery()
_END = select(func.max(_some.c.uuid))
"""The last uuid of the next batch."""


def export_users(*, passwords: bool, reason: str) -> Iterator[dict[str, Any]]:
    """Each user as a line. It is put on record before the first is read; with *passwords* they are the hashes."""
    record("accounts.exported", user_uuid=None, about="" if passwords else "without passwords", reason=reason)
    db.session.commit()
    after = ""
    while last := read_all(_END, {"after": after})[0][0]:
        now = clock.now()
        for row in read_all(_BATCH, {"after": after, "last": last}):
            yield _line(row, now, passwords=passwords)
        after = last


def _statement() -> AnySelect:
    """The users of a batch, each with the contacts that count, or else those that wait.

    The bounds stand with each table, so that every engine reads a range of each and no more, whatever it knows of them.
    """
    columns: list[Any] = [getattr(User, name) for name in _COLUMNS]
    joined: list[tuple[Any, Any]] = []
    for kind in KINDS:
        held, waits = aliased(Contact), aliased(PendingContact)
        columns += [getattr(held, name).label(f"{kind}_{name}") for name in ("value", "key", "verified_at")]
        columns.append(waits.value.label(f"{kind}_waits"))
        joined += [(held, _of(held, kind) & (held.place == PRIMARY)), (waits, _of(waits, kind))]
    statement: Any = select(*columns).select_from(User)
    for table, condition in joined:
        statement = statement.outerjoin(table, condition)
    batch: AnySelect = statement.where(User.uuid > _AFTER, User.uuid <= _LAST).order_by(User.uuid)
    return batch


def _of(table: Any, kind: str) -> ColumnElement[bool]:
    """The condition of the row of this *kind* that is of the user."""
    these = (table.user_uuid > _AFTER, table.user_uuid <= _LAST, table.kind == literal_column(f"'{kind}'"))
    return and_(table.user_uuid == User.uuid, *these)


_BATCH = _statement()


def _line(row: Any, now: datetime, *, passwords: bool) -> dict[str, Any]:
    """The line of a user, without the members that are empty or usual."""
    line = {"external_id": row.uuid, "username": row.username}
    contacts = {
        "mobile": (row.mobile_key, row.mobile_value, row.mobile_waits),
        "email": (row.email_key, row.email_value, row.email_waits),
    }
    for kind, (key, value, waits) in contacts.items():
        written = value if key is not None else waits
        if written is not None:
            line[kind] = written
    verified = [kind for kind in KINDS if getattr(row, f"{kind}_key") and getattr(row, f"{kind}_verified_at")]
    closed, waiting = row.deactivated_at is not None, row.activated_at is None
    suspended = row.suspended_until is not None and now < row.suspended_until
    expired = row.password_expired_at is not None and row.password_hash != NO_PASSWORD
    optional = {
        "verified": verified,
        "active": False if closed else None,
        "waits": True if waiting and not closed else None,
        "gender": _taken(row, "gender", row.gender, gender_of),
        "locale": row.locale,
        "suspended_until": _rfc3339(row.suspended_until) if suspended else None,
        "roles": row.roles.split(),
        "fields": stored_values(row.fields),
        "password": _password(row) if passwords and row.password_hash != NO_PASSWORD else None,
        "password_expired": True if expired and passwords else None,
    }
    created = _rfc3339(row.created_at)
    line |= {"created_at": created} if _taken(row, "created_at", created, partial(past, "created_at")) else {}
    line.update((name, value) for name, value in optional.items() if value not in (None, [], {}))
    return line


def _taken(row: Any, name: str, value: str | None, check: Callable[[str], object]) -> str | None:
    """The *value*, unless no import takes it: an adopted account may have another one than a registration allows."""
    try:
        if value is not None:
            check(value)
    except InvalidInput:
        log.warning("export.value_left_out", user=row.uuid, member=name)
        return None
    return value


def _password(row: Any) -> dict[str, Any] | None:
    """The hash with all that verifies it. Where its secrets do not open any more, there is none: nobody can use it."""
    try:
        return tell_imported(row.password_hash)
    except UnusableHash as reason:
        log.warning("export.password_left_out", user=row.uuid, reason=str(reason))
        return None


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
