"""End one session of a user, or all of them."""

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.errors import SessionNotFound
from gatepost.sessions.alive import live_sessions
from gatepost.sessions.end import end_sessions
from gatepost.sessions.models import Session
from gatepost.users.lock_helped import lock_helped


def end_sessions_of(
    uuid: str,
    *,
    reason: str,
    session_id: str | None = None,
    caller: Caller | None = None,
    client: Client | None = None,
) -> int:
    """End this live session of the user, or all that live. Gives how many ended. Personal tokens stay.

    Without a *caller* as an operator. Raises UserNotFound, Forbidden, SessionNotFound.
    """
    lock_helped(uuid, caller=caller)
    which = () if session_id is None else (Session.id == session_id,)
    ended = end_sessions(*live_sessions(uuid, now=clock.now()), *which, reason="revoked")
    if session_id is not None and not ended:
        db.session.rollback()
        raise SessionNotFound
    if ended:
        actor = None if caller is None else caller.uuid
        event: EventName = "sessions.ended" if session_id is None else "session.ended"
        record(event, user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()
    return ended
