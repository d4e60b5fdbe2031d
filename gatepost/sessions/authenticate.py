"""Authenticate a request. One joined statement decides whether its session is alive and its user active."""

from dataclasses import replace
from functools import partial
from typing import Any

from gatepost import clock
from gatepost.caller import ONE_FACTOR, Caller
from gatepost.contacts.models import PRIMARY_EMAIL, PRIMARY_MOBILE, with_primary
from gatepost.errors import InvalidToken, ReauthenticationRequired
from gatepost.sessions.alive import ends_at
from gatepost.sessions.look_up import SessionKey, SessionQuestion
from gatepost.sessions.models import Session
from gatepost.settings import settings
from gatepost.tokens.access_token import verify_access_token, verify_enrolment_token
from gatepost.users.models import User

CALLER = SessionQuestion(
    User.uuid,
    User.username,
    PRIMARY_MOBILE.value,
    PRIMARY_EMAIL.value,
    User.gender,
    User.role,
    Session.id,
    Session.authenticated_at,
    Session.created_at,
    Session.expires_at,
    joined=partial(with_primary, of=User.uuid),
)


def authenticate(access_token: str) -> Caller:
    """The user whose live session this token belongs to. They may only enrol a factor if it is one for that.

    Raises InvalidToken.
    """
    try:
        claims = verify_access_token(access_token)
    except InvalidToken:
        return replace(caller_of(verify_enrolment_token(access_token)), enrolling=True)
    return caller_of(claims)


def caller_of(claims: dict[str, Any]) -> Caller:
    """The user whose live session a valid access token with these *claims* belongs to. Raises InvalidToken."""
    for *facts, created_at, expires_at in CALLER.rows(SessionKey(claims["sid"], claims["sub"])):
        if clock.now() < ends_at(expires_at, created_at=created_at):
            how: tuple[Any, ...] = tuple(claims.get("amr", ())), claims.get("acr", ONE_FACTOR)
            return Caller(*facts, *how)
    raise InvalidToken


def require_recent_login(caller: Caller) -> None:
    """Refuse a caller whose log-in is too old, where settings ask for a recent one (RFC 9470).

    Raises ReauthenticationRequired.
    """
    if settings.reauthentication and clock.now() - caller.authenticated_at > settings.recent:
        raise ReauthenticationRequired
