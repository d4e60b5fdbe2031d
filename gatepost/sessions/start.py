"""Start a session, at the end of a log-in."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.crypto import digest, random_hex
from gatepost.database import db, write
from gatepost.sessions.alive import LIVE_SESSIONS, live_values, over_at
from gatepost.sessions.answers import TokenPair
from gatepost.sessions.end import end_sessions
from gatepost.sessions.models import Session
from gatepost.settings import settings
from gatepost.tokens.access_token import issue_access_token
from gatepost.tokens.refresh_token import issue_refresh_token
from gatepost.users.models import User
from gatepost.users.second_factor import must_enrol

_SESSION_ID_BYTES = 16
_ROW = insert(Session)
_ONE_TOO_MANY = (
    select(Session.id)
    .where(*LIVE_SESSIONS)
    .order_by(Session.last_used_at.desc(), Session.created_at.desc(), Session.id)
    .offset(bindparam("kept"))
)


def start_session(
    user: User, *, amr: tuple[str, ...], authenticated_by: tuple[str, ...], by_factor: bool = False, client: Client
) -> TokenPair:
    """Add a session for *user*, and issue its first two tokens. The caller has locked the user's row.

    *authenticated_by* is shown to the user, *amr* is told to services; *by_factor*: a second factor was proven.
    """
    now, identifier, user_uuid = clock.now(), random_hex(_SESSION_ID_BYTES), user.uuid
    ends = now + settings.session_lifetime
    refresh_token = issue_refresh_token(user_uuid=user_uuid, session_id=identifier, session_ends=ends)
    access_token = issue_access_token(
        user_uuid=user_uuid,
        session_id=identifier,
        authenticated_at=now,
        amr=amr,
        enrolling=must_enrol(user_uuid, role=user.role, factors=user.factors, amr=amr),
        now=now,
        session_ends=over_at(ends, last_used_at=now),
    )
    row = {
        "id": identifier,
        "user_uuid": user_uuid,
        "created_at": now,
        "authenticated_at": now,
        "last_used_at": now,
        "expires_at": ends,
        "authenticated_by": " ".join(authenticated_by),
        "amr": " ".join(amr),
        "factor_at": now if by_factor else None,
        "address": client.address,
        "user_agent": client.user_agent,
        "refresh_digest": digest(refresh_token),
    }
    _end_least_recently_used(user_uuid, now=now)
    write(_ROW, row)
    return {"access_token": access_token, "refresh_token": refresh_token}


def _end_least_recently_used(user_uuid: str, *, now: datetime) -> None:
    """End the sessions that were used least recently, until one more fits into ``SESSIONS_PER_USER`` (ASVS 7.1.2).

    Log-ins of one user count one after the other, because each has locked the user's row.
    """
    most = settings.sessions_per_user
    if not most:
        return
    values = {**live_values(user_uuid, now=now), "kept": most - 1}
    over = db.session.connection().execute(_ONE_TOO_MANY, values).scalars().all()
    if over and end_sessions(Session.id.in_(over), reason="limit"):
        record("session.over_limit", user_uuid=user_uuid)
