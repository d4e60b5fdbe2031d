"""Start a session, at the end of a log-in."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from gatepost import clock
from gatepost.audit.record import record
from gatepost.caller import Client, SessionCookie
from gatepost.crypto import digest, random_hex, random_token
from gatepost.database import db, read_all, write
from gatepost.hooks.claims import read_claims
from gatepost.narrowing import Asked
from gatepost.sessions.alive import LIVE_SESSIONS, live_values, over_at
from gatepost.sessions.answers import TokenPair, told_scope
from gatepost.sessions.end import REPLACED, end_session, end_sessions
from gatepost.sessions.models import Session
from gatepost.sessions.session_cookie import is_session_of, new_cookie, read_cookie
from gatepost.settings import settings
from gatepost.tokens.access_token import issue_access_token
from gatepost.tokens.refresh_token import issue_refresh_token
from gatepost.users.models import User
from gatepost.users.permissions import granted
from gatepost.users.second_factor import must_enrol

_SESSION_ID_BYTES = 16
_ROW = insert(Session)
_ONE_TOO_MANY = (
    select(Session.id)
    .where(*LIVE_SESSIONS, Session.actor_uuid.is_(None))
    .order_by(Session.last_used_at.desc(), Session.created_at.desc(), Session.id)
    .offset(bindparam("kept"))
)


def start_session(
    user: User,
    *,
    amr: tuple[str, ...],
    authenticated_by: tuple[str, ...],
    by_factor: bool = False,
    client: Client,
    claims: str | None = None,
) -> TokenPair | SessionCookie:
    """Add a session for *user*, and issue its first two tokens, or its cookie. The caller has locked the user's row.

    The session has the scope and the audience that *client* asked for, which the log-in has checked.
    *authenticated_by* is shown to the user, *amr* is told to services, and the *claims* of the blocking hook, too.
    *by_factor*: a second factor was proven.
    A session in a cookie ends the one that the same browser had in its cookie before, whoever its user was.
    """
    now, identifier, user_uuid = clock.now(), random_hex(_SESSION_ID_BYTES), user.uuid
    ends = now + settings.session_lifetime
    enrolling = must_enrol(user_uuid, roles=user.roles, factors=user.factors, amr=amr)
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
        "scope": client.scope,
        "audience": client.audience,
        "claims": claims,
    }
    _end_least_recently_used(user_uuid, now=now)
    if client.in_cookie:
        cookie = new_cookie(identifier)
        write(_ROW, row | {"refresh_digest": digest(random_token()), "cookie_digest": cookie.digest})
        _end_replaced(client)
        return SessionCookie(cookie.value, user_uuid, now, ends, enrolling)
    refresh_token = issue_refresh_token(user_uuid=user_uuid, session_id=identifier, session_ends=ends)
    given = granted(user.roles, Asked(client.scope, client.audience), fields=user.fields)
    access_token = issue_access_token(
        user_uuid=user_uuid,
        session_id=identifier,
        authenticated_at=now,
        amr=amr,
        enrolling=enrolling,
        granted=given._replace(added=read_claims(claims)),
        now=now,
        session_ends=over_at(ends, last_used_at=now),
    )
    write(_ROW, row | {"refresh_digest": digest(refresh_token), "cookie_digest": None})
    return {"access_token": access_token, "refresh_token": refresh_token, **told_scope(client.scope, given.claims)}


def _end_replaced(client: Client) -> None:
    """End the session that the browser had until now: its cookie is worth nothing any more (ASVS 7.2.4)."""
    former = read_cookie(client.session_cookie)
    if former is None:
        return
    rows = read_all(select(Session.user_uuid).where(*is_session_of(former)))
    for (user_uuid,) in rows:
        if end_sessions(*is_session_of(former), reason=REPLACED):
            record("session.replaced", user_uuid=user_uuid, client=client)


def _end_least_recently_used(user_uuid: str, *, now: datetime) -> None:
    """End the sessions that were used least recently, until one more fits into ``SESSIONS_PER_USER`` (ASVS 7.1.2).

    Log-ins of one user count one after the other, because each has locked the user's row.
    """
    most = settings.sessions_per_user
    if not most:
        return
    values = {**live_values(user_uuid, now=now), "kept": most - 1}
    over = db.session.connection().execute(_ONE_TOO_MANY, values).scalars().all()
    if [each for each in over if end_session(each, reason="limit")]:
        record("session.over_limit", user_uuid=user_uuid)
