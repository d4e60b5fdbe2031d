"""Exchange a refresh token: for an access token alone (GET, as documented), or for the next pair (POST)."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import bindparam, select, update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.crypto import derive_key, digest, keyed_digest, same, seal, unseal
from gatepost.database import CachedStatement, PreparedClaim, db, read_all, read_one, write_alone
from gatepost.errors import InvalidToken
from gatepost.notices.notify import notify
from gatepost.sessions.alive import over_at, select_alive
from gatepost.sessions.answers import AccessToken, TokenPair
from gatepost.sessions.device_name import device_name
from gatepost.sessions.end import end_session
from gatepost.sessions.models import Session
from gatepost.settings import settings
from gatepost.tokens.access_token import issue_access_token
from gatepost.tokens.refresh_token import issue_refresh_token, verify_refresh_token
from gatepost.users.models import User

log = structlog.get_logger("gatepost")


class _Live(NamedTuple):
    """The columns of a live session that a refresh needs."""

    id: str
    user_uuid: str
    authenticated_at: datetime
    last_used_at: datetime
    expires_at: datetime
    refresh_digest: str
    previous_digest: str | None
    rotated_at: datetime | None
    sealed_successor: str | None


_NOTED_EVERY = timedelta(minutes=5)  # the list of sessions needs no more precision, and a write is expensive

_LIVE = CachedStatement(select_alive(*(getattr(Session, name) for name in _Live._fields)))

_ROTATE = PreparedClaim(
    update(Session)
    .where(
        Session.id == bindparam("session_id"),
        Session.refresh_digest == bindparam("parent"),
        Session.ended_at.is_(None),
    )
    .values(
        refresh_digest=bindparam("successor"),
        previous_digest=bindparam("parent"),
        sealed_successor=bindparam("sealed"),
        rotated_at=bindparam("now"),
        last_used_at=bindparam("now"),
    )
)


def refresh(refresh_token: str) -> AccessToken:
    """Issue a new access token. Raises InvalidToken, also once the session's refresh token has rotated."""
    now = clock.now()
    session = _live_session(verify_refresh_token(refresh_token), now)
    if session.rotated_at is not None or not same(digest(refresh_token), session.refresh_digest):
        raise InvalidToken
    if now - session.last_used_at > min(_NOTED_EVERY, settings.session_idle / 10):
        write_alone(update(Session).where(Session.id == session.id).values(last_used_at=now))
        session = session._replace(last_used_at=now)
    return {"access_token": _access_token(session, now)}


def rotate(refresh_token: str, *, client: Client) -> TokenPair:
    """Issue a new access token and the next refresh token.

    Of several requests at once, one makes the successor and the others get the same one. The immediate parent gets it,
    too, within ``REFRESH_GRACE``. Any older token was stolen or lost: it ends the whole session (RFC 9700
    section 4.14.2). Raises InvalidToken.
    """
    now = clock.now()
    claims, presented = verify_refresh_token(refresh_token), digest(refresh_token)
    session = _live_session(claims, now)
    if same(presented, session.refresh_digest):
        successor = issue_refresh_token(
            user_uuid=session.user_uuid, session_id=session.id, session_ends=session.expires_at
        )
        if _claim(session, presented=refresh_token, successor=successor, now=now):
            access_token = _access_token(session._replace(last_used_at=now), now)
            return {"access_token": access_token, "refresh_token": successor}
        session = _live_session(claims, now)  # as it is now, because the claim has committed
    if (sealed := _successor_still_due(session, presented, now)) is not None:
        successor = unseal(sealed, key=_seal_key(refresh_token), context=session.id)
        return {"access_token": _access_token(session, now), "refresh_token": successor}
    _end_for_reuse(session, client)
    raise InvalidToken


def _live_session(claims: dict[str, Any], now: datetime) -> _Live:
    for row in _LIVE.rows(session_id=claims["sid"], user_uuid=claims["sub"]):
        session = _Live(*row)
        if now < session.expires_at and now - session.last_used_at < settings.session_idle:
            return session
    raise InvalidToken


def _claim(session: _Live, *, presented: str, successor: str, now: datetime) -> bool:
    """Replace the token that was *presented* by *successor*. Returns False if another request was first."""
    values = {
        "session_id": session.id,
        "parent": session.refresh_digest,
        "successor": digest(successor),
        "sealed": seal(successor, key=_seal_key(presented), context=session.id),
        "now": now,
    }
    return _ROTATE.claim(**values) == 1


def _successor_still_due(session: _Live, presented: str, now: datetime) -> str | None:
    """The sealed successor, if *presented* is its immediate parent and was rotated just now."""
    if session.previous_digest is None or session.rotated_at is None or not same(presented, session.previous_digest):
        return None
    return session.sealed_successor if now - session.rotated_at <= settings.refresh_grace else None


def _end_for_reuse(session: _Live, client: Client) -> None:
    """End the session and notify its user. Of several requests at once only the first does so."""
    if not end_session(session.id, reason="refresh_reuse"):
        db.session.rollback()
        return
    record("session.refresh_reuse", user_uuid=session.user_uuid, client=client)
    _tell_of_reuse(session)
    db.session.commit()
    log.warning("session.refresh_reuse", user=session.user_uuid, session=session.id)


def _tell_of_reuse(session: _Live) -> None:
    user = read_one(select(User).where(User.uuid == session.user_uuid))
    agents = read_all(select(Session.user_agent).where(Session.id == session.id))
    if user is not None:
        notify(user, "session_reuse", device=", ".join(device_name(agent) for (agent,) in agents))


def _access_token(session: _Live, now: datetime) -> str:
    return issue_access_token(
        user_uuid=session.user_uuid,
        session_id=session.id,
        authenticated_at=session.authenticated_at,
        now=now,
        session_ends=over_at(session.expires_at, last_used_at=session.last_used_at),
    )


def _seal_key(parent: str) -> bytes:
    """The key that seals a successor: only a client that presents the *parent* again can open it."""
    return keyed_digest(parent, key=derive_key(settings.secret_key, "seal refresh successor"))
