"""Tell a resource server whether an access token is active at this moment, and its claims (RFC 7662)."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.caller import Caller
from gatepost.errors import InvalidToken
from gatepost.fields.declared import declared
from gatepost.fields.show import tell_services
from gatepost.hooks.claims import others_in
from gatepost.permissions import SERVICES
from gatepost.personal_tokens.authenticate import find_holder
from gatepost.personal_tokens.token_format import is_personal
from gatepost.sessions.authenticate import caller_of
from gatepost.settings import settings
from gatepost.tokens.access_token import CLIENT, verify_access_token
from gatepost.users.permissions import claims_about, scope_in_force
from gatepost.users.stored_fields import fields_of


class Actor(TypedDict):
    """The uuid of the member of staff who acts as the user (RFC 8693 section 4.1)."""

    sub: str


class Introspection(TypedDict):
    """Of a token that is not active nothing but that is told."""

    active: bool
    iss: NotRequired[str]
    sub: NotRequired[str]
    aud: NotRequired[str]
    client_id: NotRequired[str]
    username: NotRequired[str]
    role: NotRequired[str]
    roles: NotRequired[list[str]]
    scope: NotRequired[str]
    exp: NotRequired[int]
    iat: NotRequired[int]
    jti: NotRequired[str]
    token_type: NotRequired[Literal["Bearer"]]
    sid: NotRequired[str]
    auth_time: NotRequired[int]
    amr: NotRequired[list[str]]
    acr: NotRequired[str]
    act: NotRequired[Actor]


def introspect(token: str) -> Introspection:
    """All claims of an access token whose session is alive, or of a personal token; of any other that it is not active.

    A refresh token is never active, because it gives access to no resource.
    """
    if is_personal(token):
        return _introspect_personal(token)
    try:
        claims = verify_access_token(token)
        caller = caller_of(claims)
    except InvalidToken:
        return {"active": False}
    if caller.scope is not None and SERVICES not in caller.scope:
        return {"active": False}
    told: Introspection = {
        "active": True,
        "iss": claims["iss"],
        "sub": claims["sub"],
        "aud": claims["aud"],
        "client_id": claims["client_id"],
        "username": caller.username,
        "role": caller.role,
        "roles": caller.told_roles.split(),
        "exp": claims["exp"],
        "iat": claims["iat"],
        "jti": claims["jti"],
        "token_type": "Bearer",
        "sid": claims["sid"],
        "auth_time": int(caller.authenticated_at.timestamp()),
        "amr": list(caller.amr),
        "acr": caller.acr,
    }
    scope = told_scope(caller) if caller.scope is not None else claims_about(caller.roles, committed=True).get("scope")
    if scope:
        told["scope"] = scope
    if caller.actor is not None:
        told["act"] = {"sub": caller.actor}
    told.update(others_in(claims))  # type: ignore[typeddict-item]  # those of the blocking hook have any names
    return _with_fields(told, caller)


def _with_fields(told: Introspection, caller: Caller) -> Introspection:
    """Add the fields that services may read, as they are now. They are described where they are declared."""
    return {**told, **tell_services(fields_of(caller))} if declared() else told  # type: ignore[typeddict-item]


def _introspect_personal(token: str) -> Introspection:
    """The facts of a personal token that is meant for other services: it has the scope ``services``."""
    try:
        caller, identifier, created_at, expires_at = find_holder(token)
    except InvalidToken:
        return {"active": False}
    scope = caller.scope or frozenset()
    if SERVICES not in scope or caller.enrolling:
        return {"active": False}
    told: Introspection = {
        "active": True,
        "iss": settings.issuer,
        "sub": caller.uuid,
        "aud": settings.token_audience,
        "client_id": CLIENT,
        "username": caller.username,
        "role": caller.role,
        "roles": caller.told_roles.split(),
        "scope": told_scope(caller),
        "exp": int(expires_at.timestamp()),
        "iat": int(created_at.timestamp()),
        "jti": identifier,
        "token_type": "Bearer",
    }
    return _with_fields(told, caller)


def told_scope(caller: Caller) -> str:
    """The scopes that hold at this moment, with blanks between; empty for a session that asked for none."""
    return "" if caller.scope is None else scope_in_force(caller.scope, caller.roles)
