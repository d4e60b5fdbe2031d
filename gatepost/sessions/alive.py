"""When a session is alive: it is not ended, not expired, and its user is active."""

from typing import Any

from sqlalchemy import Select, bindparam, select

from gatepost.database import UtcTime
from gatepost.sessions.models import Session
from gatepost.users.models import User


def select_alive(*columns: Any) -> Select[*tuple[Any, ...]]:
    """These columns of the live session ``session_id`` of the user ``user_uuid`` at the time ``now``."""
    return (
        select(*columns)
        .join_from(Session, User, User.uuid == Session.user_uuid)
        .where(
            Session.id == bindparam("session_id"),
            Session.user_uuid == bindparam("user_uuid"),
            Session.ended_at.is_(None),
            Session.expires_at > bindparam("now", type_=UtcTime()),
            User.activated_at.is_not(None),
            User.deactivated_at.is_(None),
        )
    )
