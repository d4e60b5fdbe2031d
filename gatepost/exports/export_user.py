"""Export all that is stored about one user: without secrets, and with nothing masked, because it is theirs."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, read_all
from gatepost.errors import UserNotFound
from gatepost.events.list_events import read_own_events
from gatepost.exports.answers import Export
from gatepost.exports.contents import ACCOUNT, PARTS, Part
from gatepost.factors.models import RecoveryCode
from gatepost.fields.check import stored_values
from gatepost.users.lock_helped import lock_helped
from gatepost.users.visible import get_own_user

MOST = 10_000
"""Rows of each part, the newest: an export is made in memory, and a crowded part must not take all of it."""


def export_own(caller: Caller, uuid: str, *, client: Client) -> Export:
    """The caller's own data. It is put on record before it is read. Raises UserNotFound, Forbidden."""
    get_own_user(caller, uuid)
    record("account.exported", user_uuid=uuid, actor_uuid=caller.uuid, client=client)
    db.session.commit()
    return read_export(uuid)


def export_user(uuid: str, *, reason: str, caller: Caller | None = None, client: Client | None = None) -> Export:
    """A user's data, for staff; without a *caller* for an operator. It is put on record before it is read.

    It is the same that the user gets: it does not tell which member of the staff did what. Raises UserNotFound,
    Forbidden.
    """
    lock_helped(uuid, caller=caller)
    actor = None if caller is None else caller.uuid
    record("account.exported", user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()
    return read_export(uuid)


def read_export(uuid: str) -> Export:
    """Read it, a statement for each part. Raises UserNotFound."""
    account = _read(ACCOUNT, uuid)
    if not account:
        raise UserNotFound
    parts = {name: _read(part, uuid) for name, part in PARTS.items()}
    events = read_own_events(uuid, most=MOST + 1)
    every = {**parts, "events": [dict(each) for each in events]}
    codes = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_uuid == uuid)
    return {
        "exported_at": _plain(clock.now()),
        "uuid": uuid,
        "account": _with_fields(account[0]),
        "recovery_codes": read_all(codes)[0][0],
        "parts": {name: rows[:MOST] for name, rows in every.items()},
        "cut": sorted(name for name, rows in every.items() if len(rows) > MOST),
    }


def _with_fields(account: dict[str, Any]) -> dict[str, Any]:
    """The stored fields as an object, those among it that are not declared any more; left out where there are none."""
    stored = account.pop("fields")
    return account if stored is None else {**account, "fields": stored_values(stored)}


def _read(part: Part, uuid: str) -> list[dict[str, Any]]:
    statement = select(*part.columns).where(part.of == uuid).order_by(part.order.desc()).limit(MOST + 1)
    names = [column.key for column in part.columns]
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in read_all(statement)]


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value
