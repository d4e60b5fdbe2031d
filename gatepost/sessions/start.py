"""Start a session, at the end of a log-in."""

from datetime import datetime
from typing import Any, NamedTuple

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
from gatepost.tokens.access_token import Granted, issue_access_token
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


class Draft(NamedTuple):
    """A session that is ready to be stored, with its tokens or its cookie, so that the transaction has little to do."""

    user: User
    client: Client
    amr: tuple[str, ...]
    row: dict[str, Any]
    cookie: str
    tokens: TokenPair | None

    def enrolment_token(self) -> str:
        """The access token of a user who may do nothing before enrolling a factor."""
        return _access_token(self.user, self.row, self.amr, Granted({}, ""), enrolling=True)


def draft_session(
    user: User,
    *,
    amr: tuple[str, ...],
    authenticated_by: tuple[str, ...],
    by_factor: bool = False,
    client: Client,
    claims: str | None = None,
) -> Draft:
    """A session for *user*, with its first two tokens or its cookie, of which nothing is stored yet.

    The session has the scope and the audience that *client* asked for, which the log-in has checked.
    *authenticated_by* is shown to the user, *amr* is told to services, and the *claims* of the blocking hook, too.
    *by_factor*: a second factor was proven.
    """
    now, identifier = clock.now(), random_hex(_SESSION_ID_BYTES)
    ends = now + settings.session_lifetime
    row: dict[str, Any] = {
        "id": identifier,
        "user_uuid": user.uuid,
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
    if client.in_cookie:
        cookie = new_cookie(identifier)
        row |= {"refresh_digest": digest(random_token()), "cookie_digest": cookie.digest}
        return Draft(user, client, amr, row, cookie.value, None)
    given = granted(user.roles, Asked(client.scope, client.audience), fields=user.fields, committed=True)
    given = given._replace(added=read_claims(claims))
    tokens: TokenPair = {
        "access_token": _access_token(user, row, amr, given, enrolling=False),
        "refresh_token": issue_refresh_token(user_uuid=user.uuid, session_id=identifier, session_ends=ends),
        **told_scope(client.scope, given.claims),
    }
    row |= {"refresh_digest": digest(tokens["refresh_token"]), "cookie_digest": None}
    return Draft(user, client, amr, row, "", tokens)


def start_session(draft: Draft) -> TokenPair | SessionCookie:
    """Add the session of this *draft*. Returns its tokens, or its cookie. The caller has locked the user's row.

    A session in a cookie ends the one that the same browser had in its cookie before, whoever its user was.
    """
    user, row = draft.user, draft.row
    enrolling = must_enrol(user.uuid, roles=user.roles, factors=user.factors, amr=draft.amr)
    _end_least_recently_used(user.uuid, now=row["created_at"])
    write(_ROW, row)
    if draft.tokens is None:
        _end_replaced(draft.client)
        return SessionCookie(draft.cookie, user.uuid, row["created_at"], row["expires_at"], enrolling)
    return {**draft.tokens, "access_token": draft.enrolment_token()} if enrolling else draft.tokens


def _access_token(user: User, row: dict[str, Any], amr: tuple[str, ...], given: Granted, *, enrolling: bool) -> str:
    now = row["created_at"]
    return issue_access_token(
        user_uuid=user.uuid,
        session_id=row["id"],
        authenticated_at=now,
        amr=amr,
        enrolling=enrolling,
        granted=given,
        now=now,
        session_ends=over_at(row["expires_at"], last_used_at=now),
    )


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
