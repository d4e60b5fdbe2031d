"""Renew the authentication of a session, after its user has proven again who they are."""

from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import select, update

from gatepost import clock
from gatepost.caller import Caller, SessionCookie
from gatepost.database import db, read_all, write
from gatepost.errors import FactorRequired, InvalidToken
from gatepost.hooks.claims import read_claims
from gatepost.narrowing import Asked
from gatepost.sessions.alive import ends_at, live_sessions, over_at
from gatepost.sessions.answers import AccessToken
from gatepost.sessions.models import Session
from gatepost.sessions.session_cookie import new_cookie
from gatepost.settings import settings
from gatepost.tokens.access_token import issue_access_token
from gatepost.users.models import User
from gatepost.users.permissions import granted
from gatepost.users.second_factor import must_enrol

_OF_SESSION = (Session.authenticated_at, Session.expires_at, Session.created_at, Session.amr, Session.authenticated_by)
_COLUMNS = (*_OF_SESSION, Session.scope, Session.audience, Session.claims, User.roles, User.factors, User.fields)

Renewed: TypeAlias = AccessToken | SessionCookie
"""The new token of a session whose authentication was renewed, or its new cookie."""


class Proven(NamedTuple):
    """A second factor that was proven: its name for users, and its methods after RFC 8176."""

    shown: str
    amr: tuple[str, ...]


def renew_authentication(caller: Caller, *, by_factor: Proven | None = None, again: bool = True) -> Renewed:
    """Issue an access token with a new ``auth_time``. The session's other tokens count as renewed, too.

    A caller by cookie gets another cookie, and the one of before is worth nothing from then on (ASVS 7.2.4). After a
    second factor, *by_factor*, the session has two from then on. *again*: who they are was proven again; a new factor
    alone proves nothing about that. Neither the session's end nor its refresh token changes. Raises InvalidToken if the
    session is over by now, or its cookie another one.
    """
    now, cookie = clock.now(), new_cookie(caller.session_id)
    live = (*live_sessions(caller.uuid, now=now), Session.id == caller.session_id)
    renewed: dict[str, Any] = {"last_used_at": now, **({"authenticated_at": now} if again else {})}
    by_cookie = caller.cookie_digest is not None
    this = (Session.cookie_digest == caller.cookie_digest,) if by_cookie else ()
    renewed |= {"cookie_digest": cookie.digest} if by_cookie else {}
    if write(update(Session).where(*live, *this).values(**renewed)) != 1:
        db.session.rollback()
        raise InvalidToken
    found = select(*_COLUMNS).join(User, User.uuid == Session.user_uuid).where(*live)
    authenticated_at, expires_at, created_at, amr, shown, scope, audience, claims, roles, factors, fields = (
        db.session.connection().execute(found).one()
    )
    methods = (amr or "").split()
    if by_factor is not None:
        methods = _joined(methods, by_factor.amr)
        values = {
            "amr": " ".join(methods),
            "authenticated_by": " ".join(_joined(shown.split(), (by_factor.shown,))),
            "factor_at": now,
        }
        write(update(Session).where(Session.id == caller.session_id).values(**values))
    enrolling = must_enrol(caller.uuid, roles=roles, factors=factors, amr=methods)
    ends = ends_at(expires_at, created_at=created_at)
    if by_cookie:
        return SessionCookie(cookie.value, caller.uuid, authenticated_at, ends, enrolling)
    access_token = issue_access_token(
        user_uuid=caller.uuid,
        session_id=caller.session_id,
        authenticated_at=authenticated_at,
        amr=methods,
        enrolling=enrolling,
        granted=granted(roles, Asked(scope, audience), fields=fields)._replace(added=read_claims(claims)),
        now=now,
        session_ends=over_at(ends, last_used_at=now),
    )
    return {"access_token": access_token}


def require_recent_factor(caller: Caller) -> None:
    """Refuse a session without a recent second factor (RFC 9470). Raises FactorRequired."""
    if not has_recent_factor(caller):
        raise FactorRequired


def has_recent_factor(caller: Caller) -> bool:
    """Whether a second factor was proven in this session, and lately where settings ask for recent log-ins.

    A password makes a log-in recent, but no factor.
    """
    found = read_all(select(Session.factor_at).where(Session.id == caller.session_id))
    proven_at = found[0][0] if found else None
    return proven_at is not None and not (settings.reauthentication and clock.now() - proven_at > settings.recent)


def _joined(methods: list[str], more: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys([*methods, *more]))
