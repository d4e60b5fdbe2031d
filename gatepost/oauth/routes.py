"""POST /oauth/introspect, POST /oauth/revoke, GET /forward-auth, and the metadata below /.well-known/"""

from typing import Annotated
from urllib.parse import quote

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import ANY_CLIENT, CLIENT, FORWARDED, PUBLIC, Answer, Form, Hot, HotRequest, Room, Unlimited
from gatepost.caller import Caller
from gatepost.oauth.introspect import Introspection, introspect, told_scope
from gatepost.oauth.metadata import Metadata, describe_issuer
from gatepost.oauth.revoke_token import revoke
from gatepost.sessions.authenticate import CALLER, ROLES_OF_CALLER, SCOPE_OF_CALLER, opens
from gatepost.users.permissions import are_built_in

room = Room("oauth")

_CACHEABLE = {"Cache-Control": "public, max-age=300"}

Token = Annotated[str, Field(min_length=1, description="the token itself, without the word Bearer")]
Hint = Annotated[str | None, Field(description="`access_token` or `refresh_token`; the answer does not depend on it")]


class IntrospectionRequest(Form):
    """A token that a service was sent."""

    token: Token
    token_type_hint: Hint = None


class RevocationRequest(Form):
    """A token that is not to be used any more."""

    token: Token
    token_type_hint: Hint = None
    client_id: Annotated[
        str | None, Field(description="`gatepost`, from an application of your own that has no secret")
    ] = None


def _is_known_what_they_may(asked: HotRequest) -> bool:
    return all(are_built_in(row[ROLES_OF_CALLER]) for row in asked.rows)


def _is_let_in(asked: HotRequest) -> bool:
    """A refusal is recorded, and what the scope of a session is worth by an own role is read."""
    for row in asked.rows:  # one, or none
        narrowed = row[SCOPE_OF_CALLER] is not None
        if narrowed and not (opens(row, FORWARDED.scopes) and are_built_in(row[ROLES_OF_CALLER])):
            return False
    return True


class Nothing(TypedDict):
    """An empty object: the status says it all."""


@room.post(
    "/oauth/introspect",
    access=CLIENT,
    limit=Unlimited("only registered clients are answered, and one asks for each request that it serves itself"),
    form=IntrospectionRequest,
    answer=Introspection,
    hot=Hot(CALLER, usual=_is_known_what_they_may),
)
def introspect_token(form: IntrospectionRequest) -> Introspection:
    """Ask what an access token is worth.

    After RFC 7662. `active` is true as long as the session is alive and the user active. Of all else, refresh tokens
    among it, the answer is `{"active": false}` and no more. Instead of HTTP Basic the form may hold `client_id` and
    `client_secret`.
    """
    return introspect(form.token)


@room.post("/oauth/revoke", access=ANY_CLIENT, limit="600/minute", form=RevocationRequest, answer=Nothing)
def revoke_token(form: RevocationRequest, client_id: str | None) -> Nothing:
    """Revoke a token, and end its session.

    After RFC 7009. Access and refresh token of the session stop working at once. A personal token is revoked alone.
    A token that is not valid, or no longer, gets the same answer. Instead of HTTP Basic the form may
    hold `client_id` and `client_secret`.
    """
    revoke(form.token, client_id=client_id)
    return {}


@room.get(
    "/forward-auth",
    access=FORWARDED,
    limit=Unlimited("all requests come from one proxy: a stranger without a token could use it up for everybody"),
    answer=Nothing,
    hot=Hot(CALLER, usual=_is_let_in),
)
def forward_auth(caller: Caller) -> Answer:
    """Tell a proxy who sends a request.

    For nginx, Traefik and Caddy. The headers `X-Auth-User` (uuid), `X-Auth-Username` (percent-encoded UTF-8),
    `X-Auth-Role` (`admin` or `user`), `X-Auth-Roles` (names, with blanks between) and `X-Auth-Session` say who it is,
    `X-Auth-Amr` and `X-Auth-Acr` how they logged in. By a personal token, or in a session that asked for a
    scope, `X-Auth-Scope` says what it may do, and `X-Auth-Roles` is empty; a personal token has no session.
    `X-Auth-Actor` is the uuid of the member of staff who acts as the user, and empty otherwise. Every refusal of
    credentials is 401, a malformed one too; 403 is for a user who has to enrol a second factor first, for a scope
    without `services`, and for a page of another origin that uses the cookie of a protected host. A browser that opens
    a page of one of GATEPOST_PROTECTED_ORIGINS gets 303 instead of 401: it signs in, and comes back with that cookie.
    """
    headers = {
        "X-Auth-User": caller.uuid,
        "X-Auth-Username": quote(caller.username, safe=""),
        "X-Auth-Role": caller.role,
        "X-Auth-Roles": caller.told_roles,
        "X-Auth-Scope": told_scope(caller),
        "X-Auth-Session": caller.session_id,
        "X-Auth-Amr": " ".join(caller.amr),
        "X-Auth-Acr": caller.acr,
        "X-Auth-Actor": caller.actor or "",
    }
    return Answer({}, headers)


@room.get("/.well-known/oauth-authorization-server", access=PUBLIC, limit="600/minute", answer=Metadata)
def get_oauth_metadata() -> Answer:
    """Find out where the keys are, and introspection and revocation.

    After RFC 8414.
    """
    return Answer(dict(describe_issuer()), _CACHEABLE)


@room.get("/.well-known/openid-configuration", access=PUBLIC, limit="600/minute", answer=Metadata)
def get_openid_metadata() -> Answer:
    """The same, where libraries of OpenID Connect look for it."""
    return Answer(dict(describe_issuer()), _CACHEABLE)
