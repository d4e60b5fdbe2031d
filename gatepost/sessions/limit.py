"""How many sessions a user may have (ASVS 7.1.2)."""

from datetime import datetime

from sqlalchemy import select

from gatepost.audit.record import record
from gatepost.database import db
from gatepost.sessions.alive import live_sessions
from gatepost.sessions.end import end_sessions
from gatepost.sessions.models import Session
from gatepost.settings import settings


def make_room(user_uuid: str, *, now: datetime) -> None:
    """End the sessions that were used least recently, until one more fits into ``SESSIONS_PER_USER``.

    The caller holds the user's row, so that log-ins of one user count one after the other, and commits.
    """
    most = settings.sessions_per_user
    if not most:
        return
    latest_first = (Session.last_used_at.desc(), Session.created_at.desc(), Session.id)
    one_too_many = select(Session.id).where(*live_sessions(user_uuid, now=now)).order_by(*latest_first).offset(most - 1)
    over = db.session.connection().execute(one_too_many).scalars().all()
    if over and end_sessions(Session.id.in_(over), reason="limit"):
        record("session.over_limit", user_uuid=user_uuid)
