"""When a session is alive: it has not ended, has not expired and is not idle, and its user is active.

The statement checks all of this except the time, which its caller compares with the clock. A session is idle if it
was not used for ``SESSION_IDLE``. Its access tokens have expired by then, so only a refresh has to check this.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from gatepost.sessions.models import Session
from gatepost.settings import settings
from gatepost.users.models import User


def select_alive(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Select *columns* of the session ``session_id`` of the active user ``user_uuid``, unless it has ended."""
    return (
        select(*columns)
        .join_from(Session, User, User.uuid == Session.user_uuid)
        .where(
            Session.id == bindparam("session_id"),
            Session.user_uuid == bindparam("user_uuid"),
            Session.ended_at.is_(None),
            User.activated_at.is_not(None),
            User.deactivated_at.is_(None),
        )
    )


def live_sessions(user_uuid: str, *, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions of the sessions of an active user that may still be used."""
    return (
        Session.user_uuid == user_uuid,
        Session.ended_at.is_(None),
        Session.expires_at > now,
        Session.last_used_at > now - settings.session_idle,
    )


def over_at(expires_at: datetime, *, last_used_at: datetime) -> datetime:
    """When a session is over if it is not used again. No access token of it lasts longer."""
    return min(expires_at, last_used_at + settings.session_idle)
