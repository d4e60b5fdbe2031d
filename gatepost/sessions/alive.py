"""When a session is alive: it is not ended, not expired, not asleep, and its user is active.

The rows say all of it but what time it is: whoever asks compares with the clock. Asleep is what was not used for
``SESSION_IDLE``; its access tokens have run out by then, so that only a refresh has to look.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from gatepost.sessions.models import Session
from gatepost.settings import settings
from gatepost.users.models import User


def select_alive(*columns: Any) -> Select[*tuple[Any, ...]]:
    """These columns of the session ``session_id`` of the user ``user_uuid``, unless it has ended."""
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
    """What is true of the sessions of an active user that may still be used."""
    return (
        Session.user_uuid == user_uuid,
        Session.ended_at.is_(None),
        Session.expires_at > now,
        Session.last_used_at > now - settings.session_idle,
    )


def over_at(expires_at: datetime, *, last_used_at: datetime) -> datetime:
    """When a session is over if it is not used again: no access token of it lasts longer."""
    return min(expires_at, last_used_at + settings.session_idle)
