"""End sessions by choice: one's own, or another's with ``sessions:end``.

Where settings ask for recent log-ins, ending another session than the caller's takes one (ASVS 7.5.2). Otherwise the
thief of one access token could lock the owner's devices out.
"""

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import SessionNotFound
from gatepost.sessions.alive import live_sessions
from gatepost.sessions.authenticate import require_recent_login
from gatepost.sessions.end import end_sessions
from gatepost.sessions.models import Session
from gatepost.users.visible import get_changeable_user


def revoke_session(caller: Caller, uuid: str, session_id: str, *, client: Client, reason: str = "") -> None:
    """End this live session of this user. Ending the caller's own session is a log-out.

    Raises UserNotFound, Forbidden, ReauthenticationRequired, SessionNotFound.
    """
    if uuid != caller.uuid:
        get_changeable_user(caller, uuid, "sessions:end")
    if session_id != caller.session_id:
        require_recent_login(caller)
    ended = end_sessions(*live_sessions(uuid, now=clock.now()), Session.id == session_id, reason="revoked")
    if ended != 1:
        db.session.rollback()
        raise SessionNotFound
    record("session.ended", user_uuid=uuid, actor_uuid=caller.uuid, client=client, reason=reason)
    db.session.commit()


def revoke_sessions(caller: Caller, uuid: str, *, client: Client, reason: str = "") -> int:
    """End every live session of this user except the caller's. Returns how many ended.

    Raises UserNotFound, Forbidden, ReauthenticationRequired.
    """
    if uuid != caller.uuid:
        get_changeable_user(caller, uuid, "sessions:end")
    require_recent_login(caller)
    live = live_sessions(uuid, now=clock.now())
    ended = end_sessions(*live, Session.id != caller.session_id, reason="revoked")
    if ended:
        record("sessions.ended", user_uuid=uuid, actor_uuid=caller.uuid, client=client, reason=reason)
    db.session.commit()
    return ended
