"""When a session is alive: it has not ended, has not expired and is not idle, and its user is active.

The statement checks all of this except the time, which its caller compares with the clock. A session is idle if it
was not used for ``SESSION_IDLE``. Its access tokens have expired by then, so only a refresh has to check this.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, literal_column, select

from gatepost.sessions.models import Session
from gatepost.settings import current_settings
from gatepost.users.models import User

_YES: ColumnElement[int] = literal_column("1")
_NO: ColumnElement[int] = literal_column("0")
_HAS_NOT_ENDED = case((Session.ended_at.is_(None), _YES), else_=_NO) == _YES
"""Not ended, in a form that no index has. SQLite would otherwise read all live sessions, instead of those asked for."""


def select_alive(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Select *columns* of sessions that have not ended, of active users."""
    return (
        select(*columns)
        .join_from(Session, User, User.uuid == Session.user_uuid)
        .where(
            _HAS_NOT_ENDED,
            User.activated_at.is_not(None),
            User.deactivated_at.is_(None),
        )
    )


def live_sessions(user_uuid: str, *, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions of the sessions of an active user that may still be used."""
    return _live(**live_values(user_uuid, now=now))


def live_values(user_uuid: str, *, now: datetime) -> dict[str, Any]:
    """The values of :data:`LIVE_SESSIONS`."""
    settings = current_settings()
    return {
        "of_user": user_uuid,
        "now": now,
        "created_after": now - settings.session_lifetime,
        "used_after": now - settings.session_idle,
    }


def _live(*, of_user: Any, now: Any, created_after: Any, used_after: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        Session.user_uuid == of_user,
        _HAS_NOT_ENDED,
        Session.expires_at > now,
        Session.created_at > created_after,
        Session.last_used_at > used_after,
    )


LIVE_SESSIONS = _live(**{name: bindparam(name) for name in ("of_user", "now", "created_after", "used_after")})
"""The same conditions for a statement that is built once."""


def ends_at(expires_at: datetime, *, created_at: datetime) -> datetime:
    """When a session ends however much it is used. A ``SESSION_LIFETIME`` that was made shorter since counts for it."""
    return min(expires_at, created_at + current_settings().session_lifetime)


def over_at(expires_at: datetime, *, last_used_at: datetime) -> datetime:
    """When a session is over if it is not used again. No access token of it lasts longer."""
    return min(expires_at, last_used_at + current_settings().session_idle)
