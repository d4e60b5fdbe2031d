"""When a session is alive: it is not ended, not expired, and its user is active.

The rows say all of it but what time it is: whoever asks compares ``expires_at`` with the clock.
"""

from typing import Any

from sqlalchemy import Select, bindparam, select

from gatepost.sessions.models import Session
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
