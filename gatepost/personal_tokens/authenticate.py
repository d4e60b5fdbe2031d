"""Authenticate a request by a personal token: one statement finds the token, and its user if that one is active."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, or_, select, update

from gatepost import clock
from gatepost.caller import Caller
from gatepost.contacts.models import PRIMARY_EMAIL, PRIMARY_MOBILE, with_primary
from gatepost.crypto import digest
from gatepost.database import PreparedStatement, write_alone
from gatepost.errors import InvalidToken
from gatepost.personal_tokens.token_format import is_personal, is_well_formed
from gatepost.sessions.authenticate import authenticate as authenticate_session
from gatepost.settings import current_settings
from gatepost.users.models import User
from gatepost.users.personal_tokens import PersonalToken
from gatepost.users.second_factor import must_enrol

_NOTED_EVERY = timedelta(minutes=5)  # as of sessions: a write at each request would cost more than it tells
_NO_SESSION = ""
_FOUND = PreparedStatement(
    with_primary(
        select(
            PersonalToken.id,
            PersonalToken.scope,
            PersonalToken.created_at,
            PersonalToken.expires_at,
            PersonalToken.last_used_at,
            User.factors,
            User.uuid,
            User.username,
            PRIMARY_MOBILE.value,
            PRIMARY_EMAIL.value,
            User.gender,
            User.roles,
        )
        .join_from(PersonalToken, User, User.uuid == PersonalToken.user_uuid)
        .where(
            PersonalToken.token_digest == bindparam("digest"),
            User.activated_at.is_not(None),
            User.deactivated_at.is_(None),
        ),
        of=User.uuid,
    )
)
_NOTE = (
    update(PersonalToken)
    .where(
        PersonalToken.id == bindparam("of"),
        or_(PersonalToken.last_used_at.is_(None), PersonalToken.last_used_at < bindparam("before")),
    )
    .values(last_used_at=bindparam("now"))
)


class Held(NamedTuple):
    """A valid token: who holds it, and from when until when."""

    caller: Caller
    id: str
    created_at: datetime
    expires_at: datetime


def authenticate(bearer: str) -> Caller:
    """The user of this personal token or, of any other text, of the session to which it belongs.

    Raises InvalidToken.
    """
    return find_holder(bearer).caller if is_personal(bearer) else authenticate_session(bearer)


def find_holder(token: str) -> Held:
    """The holder of a valid personal token. That it was used is noted at most every five minutes.

    Its user may only enrol a second factor if settings ask them for one, and they have none. Raises InvalidToken.
    """
    if not (is_well_formed(token) and current_settings().personal_tokens_per_user):
        raise InvalidToken
    now = clock.now()
    rows = _FOUND.rows(digest=digest(token))
    if not rows:
        raise InvalidToken
    identifier, scope, created_at, stored_end, used_at, factors, *facts = rows[0]
    expires_at = ends_at(stored_end, created_at=created_at)
    if now >= expires_at:
        raise InvalidToken
    if used_at is None or used_at < now - _NOTED_EVERY:
        write_alone(_NOTE, {"of": identifier, "before": now - _NOTED_EVERY, "now": now})
    session: tuple[Any, ...] = _NO_SESSION, created_at
    caller = replace(Caller(*facts, *session), scope=frozenset(scope.split()))
    if must_enrol(caller.uuid, roles=caller.roles, factors=factors, amr=caller.amr, committed=True):
        caller = replace(caller, enrolling=True)
    return Held(caller, identifier, created_at, expires_at)


def ends_at(expires_at: datetime, *, created_at: datetime) -> datetime:
    """When a token ends. A PERSONAL_TOKEN_LIFETIME that was made shorter since counts for it."""
    return min(expires_at, created_at + current_settings().personal_token_lifetime)
