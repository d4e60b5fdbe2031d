"""Read the audit record, the newest lines first, a page at a time."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from gatepost.audit.details import open_details
from gatepost.audit.events import EVENTS
from gatepost.audit.models import AuditEvent
from gatepost.caller import Caller
from gatepost.database import read_all
from gatepost.events.answers import EventData, OwnEventData
from gatepost.events.event_cursor import read_cursor, write_cursor
from gatepost.sessions.device_name import device_name
from gatepost.users.visible import get_user_for

_COLUMNS = (
    AuditEvent.id,
    AuditEvent.at,
    AuditEvent.event,
    AuditEvent.user_uuid,
    AuditEvent.actor_uuid,
    AuditEvent.details,
    AuditEvent.details_digest,
    AuditEvent.sequence,
)
_SHOWN = [name for name, event in EVENTS.items() if event.shown]


class Page(NamedTuple):
    """Some lines, and where the next page begins (None on the last one)."""

    rows: list[Any]
    next_cursor: str | None


def list_own_events(
    caller: Caller, uuid: str, *, limit: int, cursor: str | None
) -> tuple[list[OwnEventData], str | None]:
    """List events of this account, for its user or with ``audit:read``.

    Raises UserNotFound, Forbidden, InvalidInput.
    """
    user = get_user_for(caller, uuid, "audit:read")
    page = _page([AuditEvent.user_uuid == user.uuid, AuditEvent.event.in_(_SHOWN)], limit=limit, cursor=cursor)
    return [_as_own(row) for row in page.rows], page.next_cursor


def read_own_events(uuid: str, *, most: int) -> list[OwnEventData]:
    """The newest events of this account, as its user sees them. Others say who may read them."""
    page = _page([AuditEvent.user_uuid == uuid, AuditEvent.event.in_(_SHOWN)], limit=most, cursor=None)
    return [_as_own(row) for row in page.rows]


def list_events(
    *,
    limit: int,
    cursor: str | None,
    user: str | None,
    event: str | None,
    since: datetime | None,
    until: datetime | None,
) -> tuple[list[EventData], str | None]:
    """The lines that match all filters, also of deleted accounts. Raises InvalidInput."""
    which: list[ColumnElement[bool]] = []
    if user is not None:
        which.append(AuditEvent.user_uuid == user)
    if event is not None:
        which.append(AuditEvent.event == event)
    if since is not None:
        which.append(AuditEvent.at >= since)
    if until is not None:
        which.append(AuditEvent.at < until)
    page = _page(which, limit=limit, cursor=cursor)
    return [_in_full(row) for row in page.rows], page.next_cursor


def _page(which: list[ColumnElement[bool]], *, limit: int, cursor: str | None) -> Page:
    if cursor is not None:
        which = [*which, AuditEvent.id < read_cursor(cursor)]
    rows = list(read_all(select(*_COLUMNS).where(*which).order_by(AuditEvent.id.desc()).limit(limit + 1)))
    return Page(rows[:limit], write_cursor(rows[limit - 1].id) if len(rows) > limit else None)


def _as_own(row: Any) -> OwnEventData:
    """The line as its user sees it. It does not say which administrator or service acted."""
    by = _by(row)
    details = open_details(row.details, digested=row.details_digest) if by in (None, "user") else None
    return {
        "event": row.event,
        "at": _moment(row.at),
        "by": by,
        "address": (details.address if details else "") or None,
        "device": device_name(details.user_agent) if details and details.address else None,
    }


def _in_full(row: Any) -> EventData:
    details = open_details(row.details, digested=row.details_digest)
    return {
        "event": row.event,
        "at": _moment(row.at),
        "user": row.user_uuid,
        "actor": row.actor_uuid,
        "address": details.address or None,
        "device": device_name(details.user_agent) if details.address else None,
        "request_id": details.request_id or None,
        "reason": details.reason or None,
        "about": details.about or None,
        "sequence": row.sequence,
    }


def _by(row: Any) -> str | None:
    if row.actor_uuid is None:
        return None
    if row.actor_uuid == row.user_uuid:
        return "user"
    return "service" if row.event == "session.revoked" else "administrator"


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
