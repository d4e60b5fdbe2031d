"""End sessions. It takes effect at once in every process, because each request reads the session's row."""

from sqlalchemy import ColumnElement, bindparam, update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, write
from gatepost.sessions.models import Session
from gatepost.users.personal_tokens import revoke_all_tokens

REPLACED = "replaced"
"""The reason of a session's end: a log-in in the same browser began another one."""

_FORGOTTEN = {"sealed_successor": None, "ancestors": None}
_END = (
    update(Session)
    .where(Session.id == bindparam("of"), Session.ended_at.is_(None))
    .values(ended_at=bindparam("now"), end_reason=bindparam("why"), **_FORGOTTEN)
)


def log_out(caller: Caller, *, client: Client) -> None:
    """End the session of this request. Its access and refresh tokens are refused from then on."""
    if end_session(caller.session_id, reason="logout"):
        record("logout", user_uuid=caller.uuid, actor_uuid=caller.acting, client=client)
    db.session.commit()


def end_session(session_id: str, *, reason: str) -> bool:
    """End one session. Returns False if there is none, or it has ended before."""
    return write(_END, {"of": session_id, "now": clock.now(), "why": reason}) == 1


def end_all_sessions(user_uuid: str, *, reason: str) -> int:
    """End every session of a user, and revoke their personal tokens. Returns how many sessions ended.

    The caller has locked the user's row.
    """
    revoke_all_tokens(user_uuid)
    return end_sessions(Session.user_uuid == user_uuid, reason=reason)


def end_other_sessions(user_uuid: str, *, keep: str, reason: str) -> None:
    """End every session of a user except *keep*, the id of one, and revoke their personal tokens, as above."""
    revoke_all_tokens(user_uuid)
    end_sessions(Session.user_uuid == user_uuid, Session.id != keep, reason=reason)


def end_sessions(*which: ColumnElement[bool], reason: str) -> int:
    """End the sessions that meet all these conditions. Returns how many ended."""
    return write(
        update(Session)
        .where(*which, Session.ended_at.is_(None))
        .values(ended_at=clock.now(), end_reason=reason, **_FORGOTTEN)
    )
