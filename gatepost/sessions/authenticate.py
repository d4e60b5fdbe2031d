"""Authenticate a request. One joined statement decides whether its session is alive and its user active."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from gatepost import clock
from gatepost.caller import ONE_FACTOR, Caller
from gatepost.contacts.models import PRIMARY_EMAIL, PRIMARY_MOBILE, with_primary
from gatepost.errors import (
    ActsForAnother,
    InsufficientScope,
    InvalidToken,
    ReauthenticationRequired,
    SessionRequired,
)
from gatepost.fields.declared import are_declared
from gatepost.sessions.alive import ends_at
from gatepost.sessions.impersonation import acted_by
from gatepost.sessions.look_up import QuestionWithFields, SessionKey
from gatepost.sessions.models import Session
from gatepost.settings import settings
from gatepost.tokens.access_token import verify_access_token, verify_enrolment_token
from gatepost.users.models import User

OF_CALLER = (
    User.uuid,
    User.username,
    PRIMARY_MOBILE.value,
    PRIMARY_EMAIL.value,
    User.gender,
    User.roles,
    Session.id,
    Session.authenticated_at,
)
"""The columns of the first fields of a Caller."""
ROLES_OF_CALLER, SCOPE_OF_CALLER = OF_CALLER.index(User.roles), len(OF_CALLER)

CALLER = QuestionWithFields(
    *OF_CALLER,
    Session.scope,
    Session.created_at,
    Session.expires_at,
    joined=partial(with_primary, of=User.uuid),
    wanted=are_declared,
)
_FIELDS_OF_CALLER = SCOPE_OF_CALLER + 3


def authenticate(access_token: str) -> Caller:
    """The user whose live session this token belongs to. They may only enrol a factor if it is one for that.

    Raises InvalidToken, also for a token that is for another service.
    """
    try:
        claims = verify_access_token(access_token, for_others=False)
    except InvalidToken:
        return replace(caller_of(verify_enrolment_token(access_token)), enrolling=True)
    return caller_of(claims)


def caller_of(claims: dict[str, Any]) -> Caller:
    """The user whose live session a valid access token with these *claims* belongs to. Raises InvalidToken."""
    for row in CALLER.rows(SessionKey(claims["sid"], claims["sub"])):
        *facts, scope, created_at, expires_at = row[:_FIELDS_OF_CALLER]
        if clock.now() < ends_at(expires_at, created_at=created_at):
            how: tuple[Any, ...] = tuple(claims.get("amr", ())), claims.get("acr", ONE_FACTOR)
            caller = Caller(*facts, *how)
            if brings_fields(row):
                caller = replace(caller, fields=row[_FIELDS_OF_CALLER])
            caller = caller if scope is None else replace(caller, scope=read_scope(scope))
            return caller if "act" not in claims else acted_by(caller, claims["act"]["sub"])
    raise InvalidToken


def read_scope(stored: str | None) -> frozenset[str] | None:
    """The scope of a session as :class:`Caller` has it."""
    return None if stored is None else frozenset(stored.split())


def opens(row: Sequence[Any], scopes: Iterable[str]) -> bool:
    """Whether the session in a *row* of :data:`CALLER` asked for no scope, or for one of these."""
    scope = row[SCOPE_OF_CALLER]
    return scope is None or not frozenset(scope.split()).isdisjoint(scopes)


def brings_fields(row: Sequence[Any]) -> bool:
    """Whether a *row* of :data:`CALLER` has the stored fields of the user, because some are declared."""
    return len(row) > _FIELDS_OF_CALLER


def require_recent_login(caller: Caller) -> None:
    """Refuse a caller whose log-in is too old, where settings ask for a recent one (RFC 9470).

    Where a scope holds, that of a personal token or of a session that asked for less, it is refused whatever the
    settings; so are staff who act as the user. Raises ReauthenticationRequired, SessionRequired, InsufficientScope,
    ActsForAnother.
    """
    if caller.actor is not None:
        raise ActsForAnother
    if caller.scope is not None:
        raise InsufficientScope if caller.session_id else SessionRequired
    if settings.reauthentication and clock.now() - caller.authenticated_at > settings.recent:
        raise ReauthenticationRequired
