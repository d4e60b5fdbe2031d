"""Exchange a refresh token: for an access token alone (GET, as documented), or for the next pair (POST)."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import bindparam, select, update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client
from gatepost.crypto import digest, same, seal, unseal
from gatepost.database import PreparedClaim, db, read_all, read_one, write_alone
from gatepost.errors import InvalidToken
from gatepost.fields.declared import are_in_tokens
from gatepost.hooks.claims import read_claims
from gatepost.narrowing import Asked, check_narrowed, narrow
from gatepost.notices.notify import notify
from gatepost.sessions.alive import ends_at, over_at
from gatepost.sessions.ancestors import add_ancestor, find_key, seal_key
from gatepost.sessions.answers import AccessToken, TokenPair, told_scope
from gatepost.sessions.device_name import device_name
from gatepost.sessions.end import end_session
from gatepost.sessions.look_up import QuestionWithFields, SessionKey
from gatepost.sessions.models import Session
from gatepost.settings import current_settings, settings
from gatepost.tokens.access_token import issue_access_token
from gatepost.tokens.refresh_token import issue_refresh_token, verify_refresh_token
from gatepost.users.models import User, lock_user
from gatepost.users.permissions import granted
from gatepost.users.second_factor import must_enrol

log = structlog.get_logger("gatepost")


class LiveSession(NamedTuple):
    """The columns of a live session that a refresh needs; *fields* only where some are in tokens."""

    id: str
    user_uuid: str
    authenticated_at: datetime
    last_used_at: datetime
    created_at: datetime
    expires_at: datetime
    refresh_digest: str
    previous_digest: str | None
    rotated_at: datetime | None
    sealed_successor: str | None
    ancestors: str | None
    amr: str | None
    scope: str | None
    audience: str | None
    claims: str | None
    roles: str
    factors: int
    fields: str | None = None

    @property
    def ends_at(self) -> datetime:
        return ends_at(self.expires_at, created_at=self.created_at)


_NOTED_EVERY = timedelta(minutes=5)  # the list of sessions needs no more precision, and a write is expensive

_OF_USER = ("roles", "factors")
_ALWAYS = [name for name in LiveSession._fields if name != "fields"]
LIVE = QuestionWithFields(
    *(getattr(User if name in _OF_USER else Session, name) for name in _ALWAYS), wanted=are_in_tokens
)

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
        ancestors=bindparam("ancestors"),
        rotated_at=bindparam("now"),
        scope=bindparam("scope"),
        last_used_at=bindparam("now"),
    )
)


def refresh(refresh_token: str) -> AccessToken:
    """Issue a new access token. Raises InvalidToken, also once the session's refresh token has rotated."""
    now = clock.now()
    session = _live_session(verify_refresh_token(refresh_token), now)
    if session.rotated_at is not None or not same(digest(refresh_token), session.refresh_digest):
        raise InvalidToken
    if notes_use(session, now):
        write_alone(update(Session).where(Session.id == session.id).values(last_used_at=now))
        session = session._replace(last_used_at=now)
    return _access_token(session, now)


def notes_use(session: LiveSession, now: datetime) -> bool:
    """Whether a refresh at this moment writes that the session was used, because the last note is some minutes old."""
    return now - session.last_used_at > min(_NOTED_EVERY, current_settings().session_idle / 10)


def rotate(refresh_token: str, *, scope: str | None = None, client: Client) -> TokenPair:
    """Issue a new access token and the next refresh token. From then on the session has this *scope*, if one is given.

    Of several requests at once, one makes the successor and the others get the same one. As long as nobody has used the
    successor, its parent gets it again, however late, because the answer may have been lost. Once it was used, the
    parent gets the current token for ``REFRESH_GRACE``. After that it was stolen: it ends the whole session (RFC 9700
    section 4.14.2). Raises InvalidToken, InvalidInput.
    """
    now = clock.now()
    claims, presented = verify_refresh_token(refresh_token), digest(refresh_token)
    session = _live_session(claims, now)
    if same(presented, session.refresh_digest):
        successor = issue_refresh_token(
            user_uuid=session.user_uuid, session_id=session.id, session_ends=session.ends_at
        )
        scope_now = narrow(session.scope, scope, audience=session.audience)
        narrowed = session._replace(scope=scope_now, last_used_at=now)
        if _claim(narrowed, presented=refresh_token, successor=successor, now=now):
            return {**_access_token(narrowed, now), "refresh_token": successor}
        session = _live_session(claims, now)  # as it is now, because the claim has committed
    if (current := _current_for(session, refresh_token, now)) is not None:
        check_narrowed(session.scope, scope, audience=session.audience)
        return {**_access_token(session, now), "refresh_token": current}
    _end_for_reuse(session, client)
    raise InvalidToken


def _live_session(claims: dict[str, Any], now: datetime) -> LiveSession:
    for row in LIVE.rows(SessionKey(claims["sid"], claims["sub"])):
        session = LiveSession(*row)
        if now < session.ends_at and now - session.last_used_at < settings.session_idle:
            return session
    raise InvalidToken


def _claim(session: LiveSession, *, presented: str, successor: str, now: datetime) -> bool:
    """Replace the token that was *presented* by *successor*. Returns False if another request was first."""
    key = seal_key(presented)
    values = {
        "session_id": session.id,
        "parent": session.refresh_digest,
        "successor": digest(successor),
        "sealed": seal(successor, key=key, context=session.id),
        "ancestors": add_ancestor(
            session.ancestors,
            used=session.refresh_digest,
            key=key,
            successor=successor,
            session_id=session.id,
            now=now,
        ),
        "scope": session.scope,
        "now": now,
    }
    return _ROTATE.claim(**values) == 1


def _current_for(session: LiveSession, presented: str, now: datetime) -> str | None:
    """The current token, if *presented* is its parent, or an older one whose successor was used just now."""
    if session.sealed_successor is None or session.previous_digest is None:
        return None
    key: bytes | None = seal_key(presented)
    if not same(digest(presented), session.previous_digest):
        key = find_key(session.ancestors, presented=presented, session_id=session.id, now=now)
    return None if key is None else unseal(session.sealed_successor, key=key, context=session.id)


def _end_for_reuse(session: LiveSession, client: Client) -> None:
    """End the session and notify its user. Of several requests at once only the first does so."""
    lock_user(session.user_uuid)  # before the session; the notice refers to the user
    if not end_session(session.id, reason="refresh_reuse"):
        db.session.rollback()
        return
    record("session.refresh_reuse", user_uuid=session.user_uuid, client=client)
    _tell_of_reuse(session)
    db.session.commit()
    log.warning("session.refresh_reuse", user=session.user_uuid, session=session.id)


def _tell_of_reuse(session: LiveSession) -> None:
    user = read_one(select(User).where(User.uuid == session.user_uuid))
    agents = read_all(select(Session.user_agent).where(Session.id == session.id))
    if user is not None:
        notify(user, "session_reuse", device=", ".join(device_name(agent) for (agent,) in agents))


def _access_token(session: LiveSession, now: datetime) -> AccessToken:
    amr, user_uuid = (session.amr or "").split(), session.user_uuid
    asked = Asked(session.scope, session.audience)
    given = granted(session.roles, asked, fields=session.fields, committed=True)
    access_token = issue_access_token(
        user_uuid=user_uuid,
        session_id=session.id,
        authenticated_at=session.authenticated_at,
        amr=amr,
        enrolling=must_enrol(user_uuid, roles=session.roles, factors=session.factors, amr=amr, committed=True),
        granted=given._replace(added=read_claims(session.claims)),
        now=now,
        session_ends=over_at(session.ends_at, last_used_at=session.last_used_at),
    )
    return {"access_token": access_token, **told_scope(session.scope, given.claims)}
