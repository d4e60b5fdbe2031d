"""Sessions in which staff act as a user: begun, and looked at again with each request.

One lasts only as long as the session from which it was begun, and as its actor may still act as the user. So nothing
has to end it when that changes.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert
from sqlalchemy.orm import aliased

from gatepost import clock
from gatepost.caller import Caller
from gatepost.crypto import digest, random_hex, random_token
from gatepost.database import PreparedStatement, write
from gatepost.errors import InvalidToken
from gatepost.narrowing import Asked
from gatepost.permissions import ADMINISTRATOR
from gatepost.sessions.alive import ends_at, over_at, select_alive
from gatepost.sessions.models import Session
from gatepost.tokens.access_token import issue_access_token
from gatepost.users.models import User
from gatepost.users.permissions import granted, permissions_of

LONGEST = timedelta(minutes=15)
_SESSION_ID_BYTES = 16
_METHOD = "impersonation"

_Begun = aliased(Session)
_ACTOR = PreparedStatement(
    select_alive(User.roles, Session.created_at, Session.expires_at)
    .join(_Begun, _Begun.actor_session == Session.id)
    .where(_Begun.id == bindparam("begun"), User.uuid == bindparam("actor"))
)


def start_impersonation(user: User, *, caller: Caller) -> tuple[str, datetime]:
    """Add a session in which *caller* acts as *user*. Gives its access token, and when it ends.

    It has no refresh token, and does not count as one of the user's own. The caller of this has locked the user's row,
    checked what *caller* may, and commits.
    """
    now, identifier = clock.now(), random_hex(_SESSION_ID_BYTES)
    ends = now + LONGEST
    row = {
        "id": identifier,
        "user_uuid": user.uuid,
        "created_at": now,
        "authenticated_at": caller.authenticated_at,
        "last_used_at": now,
        "expires_at": ends,
        "authenticated_by": _METHOD,
        "address": "",
        "user_agent": "",
        "refresh_digest": digest(random_token()),
        "actor_uuid": caller.uuid,
        "actor_session": caller.session_id,
    }
    write(insert(Session), row)
    over = over_at(ends_at(ends, created_at=now), last_used_at=now)
    given = granted(user.roles, Asked(None, None), fields=user.fields)
    token = issue_access_token(
        user_uuid=user.uuid,
        session_id=identifier,
        authenticated_at=caller.authenticated_at,
        amr=(),
        enrolling=False,
        granted=given._replace(claims={**given.claims, "act": {"sub": caller.uuid}}),
        now=now,
        session_ends=over,
    )
    return token, over


def acted_by(caller: Caller, actor: str) -> Caller:
    """The *caller* as whom *actor* acts, if their own session is alive and they may do so. Raises InvalidToken."""
    for roles, created_at, expires_at in _ACTOR.rows(begun=caller.session_id, actor=actor):
        if clock.now() < ends_at(expires_at, created_at=created_at) and _may_act_as(caller, roles):
            return replace(caller, actor=actor)
    raise InvalidToken


def _may_act_as(caller: Caller, roles: str) -> bool:
    """Whether somebody with these *roles* may act as *caller*: the same rule as at the beginning."""
    may = permissions_of(roles)
    theirs = permissions_of(caller.roles)
    return ADMINISTRATOR not in caller.roles.split() and "users:impersonate" in may and theirs <= may
