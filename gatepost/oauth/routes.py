"""POST /oauth/introspect, POST /oauth/revoke, GET /forward-auth, and the metadata below /.well-known/"""

from typing import Annotated
from urllib.parse import quote

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.api import ANY_CLIENT, CLIENT, FORWARDED, PUBLIC, Answer, Form, Hot, Room, Unlimited
from gatepost.caller import Caller
from gatepost.oauth.introspect import Introspection, introspect
from gatepost.oauth.metadata import Metadata, describe_issuer
from gatepost.oauth.revoke_token import revoke
from gatepost.sessions.authenticate import CALLER

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


class Nothing(TypedDict):
    """An empty object: the status says it all."""


@room.post(
    "/oauth/introspect",
    access=CLIENT,
    limit=Unlimited("only registered clients are answered, and one asks for each request that it serves itself"),
    form=IntrospectionRequest,
    answer=Introspection,
    hot=Hot(CALLER),
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

    After RFC 7009. Access and refresh token of the session stop working at once. A token that is not valid, or no
    longer, gets the same answer. Instead of HTTP Basic the form may hold `client_id` and `client_secret`.
    """
    revoke(form.token, client_id=client_id)
    return {}


@room.get(
    "/forward-auth",
    access=FORWARDED,
    limit=Unlimited("all requests come from one proxy: a stranger without a token could use it up for everybody"),
    answer=Nothing,
    hot=Hot(CALLER),
)
def forward_auth(caller: Caller) -> Answer:
    """Tell a proxy who sends a request.

    For nginx, Traefik and Caddy. The headers `X-Auth-User` (uuid), `X-Auth-Username` (percent-encoded UTF-8),
    `X-Auth-Role` and `X-Auth-Session` say who it is, `X-Auth-Amr` and `X-Auth-Acr` how they logged in. Every refusal of
    credentials is 401, a malformed one too; 403 is for who has to enrol a second factor first.
    """
    headers = {
        "X-Auth-User": caller.uuid,
        "X-Auth-Username": quote(caller.username, safe=""),
        "X-Auth-Role": caller.role,
        "X-Auth-Session": caller.session_id,
        "X-Auth-Amr": " ".join(caller.amr),
        "X-Auth-Acr": caller.acr,
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
