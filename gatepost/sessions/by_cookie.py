"""Authenticate a request by the session cookie, or by the cookie of a protected host that names such a session.

Its session is alive by the same statement as one with tokens.

There is no refresh that would note its use. So a request does, at most once a minute, and looks whether it is idle.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import bindparam, select, update

from gatepost import clock
from gatepost.caller import ONE_FACTOR, TWO_FACTORS, Caller
from gatepost.contacts.models import with_primary
from gatepost.crypto import same
from gatepost.database import PreparedClaim, PreparedStatement, read_all
from gatepost.errors import InvalidToken, SessionOver
from gatepost.sessions.alive import ends_at, over_at, select_alive
from gatepost.sessions.authenticate import OF_CALLER, read_scope
from gatepost.sessions.end import REPLACED
from gatepost.sessions.host_cookie import read_host_cookie
from gatepost.sessions.models import Session
from gatepost.sessions.session_cookie import read_cookie
from gatepost.settings import current_settings
from gatepost.users.models import User
from gatepost.users.second_factor import must_enrol

_NOTED_EVERY = timedelta(minutes=1)

_with_contacts = partial(with_primary, of=User.uuid)
_COLUMNS = (*OF_CALLER, Session.created_at, Session.expires_at, Session.last_used_at, Session.cookie_digest)
_FOUND = PreparedStatement(
    _with_contacts(
        select_alive(*_COLUMNS, Session.scope, Session.amr, User.factors).where(
            Session.id == bindparam("session_id"), Session.cookie_digest.is_not(None)
        )
    )
)
_NOTE_USE = PreparedClaim(
    update(Session)
    .where(
        Session.id == bindparam("session_id"),
        Session.ended_at.is_(None),
        Session.last_used_at > bindparam("used_after"),
    )
    .values(last_used_at=bindparam("now"))
)


def authenticate_by_cookie(value: str) -> Caller:
    """The user whose live session this cookie belongs to. They may only enrol a factor if they have to, and have none.

    Raises SessionOver; InvalidToken if the browser has another cookie by now, which it must keep.
    """
    cookie = read_cookie(value)
    if cookie is None:
        raise SessionOver
    caller = _find(cookie.session_id, digest=cookie.digest)
    if caller is None:
        raise InvalidToken if _was_replaced(cookie.session_id) else SessionOver
    return caller


def authenticate_at_host(value: str, origin: str) -> Caller:
    """The user whose live session the cookie of a protected host names. Raises InvalidToken, SessionOver."""
    caller = _find(read_host_cookie(value, origin), digest=None)
    if caller is None:
        raise InvalidToken
    return caller


def _find(session_id: str, *, digest: str | None) -> Caller | None:
    """The user of this live session, whose use is noted. *digest*: of the secret that was sent, if one has to be.

    Raises SessionOver, InvalidToken.
    """
    now, rows = clock.now(), _FOUND.rows(session_id=session_id)
    for *facts, created_at, expires_at, used_at, stored, scope, amr, factors in rows:
        if now >= over_at(ends_at(expires_at, created_at=created_at), last_used_at=used_at):
            raise SessionOver
        if digest is not None and not same(digest, stored):
            raise InvalidToken
        _note_use(session_id, used_at, now)
        caller, methods = Caller(*facts), tuple((amr or "").split())
        return replace(
            caller,
            amr=methods,
            acr=TWO_FACTORS if "mfa" in methods else ONE_FACTOR,
            enrolling=must_enrol(caller.uuid, roles=caller.roles, factors=factors, amr=methods, committed=True),
            cookie_digest=stored,
            scope=read_scope(scope),
        )
    return None


def _note_use(session_id: str, last_used_at: datetime, now: datetime) -> None:
    """Note that the session is used, unless it has ended or is idle by now. Raises SessionOver."""
    idle = current_settings().session_idle
    if now - last_used_at <= min(_NOTED_EVERY, idle / 10):
        return
    if _NOTE_USE.claim(session_id=session_id, used_after=now - idle, now=now) != 1:
        raise SessionOver


def _was_replaced(session_id: str) -> bool:
    """Whether a log-in in the same browser ended it. This answer may come after that of the log-in."""
    return bool(read_all(select(Session.id).where(Session.id == session_id, Session.end_reason == REPLACED)))
