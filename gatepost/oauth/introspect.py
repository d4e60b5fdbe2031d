"""Tell a resource server whether an access token is active at this moment, and its claims (RFC 7662)."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.errors import InvalidToken
from gatepost.sessions.authenticate import caller_of
from gatepost.tokens.access_token import verify_access_token


class Introspection(TypedDict):
    """Of a token that is not active nothing but that is told."""

    active: bool
    iss: NotRequired[str]
    sub: NotRequired[str]
    aud: NotRequired[str]
    client_id: NotRequired[str]
    username: NotRequired[str]
    role: NotRequired[str]
    exp: NotRequired[int]
    iat: NotRequired[int]
    jti: NotRequired[str]
    token_type: NotRequired[Literal["Bearer"]]
    sid: NotRequired[str]
    auth_time: NotRequired[int]
    amr: NotRequired[list[str]]
    acr: NotRequired[str]


def introspect(token: str) -> Introspection:
    """All claims of an access token whose session is alive; of any other only that it is not active.

    A refresh token is never active, because it gives access to no resource.
    """
    try:
        claims = verify_access_token(token)
        caller = caller_of(claims)
    except InvalidToken:
        return {"active": False}
    return {
        "active": True,
        "iss": claims["iss"],
        "sub": claims["sub"],
        "aud": claims["aud"],
        "client_id": claims["client_id"],
        "username": caller.username,
        "role": caller.role,
        "exp": claims["exp"],
        "iat": claims["iat"],
        "jti": claims["jti"],
        "token_type": "Bearer",
        "sid": claims["sid"],
        "auth_time": int(caller.authenticated_at.timestamp()),
        "amr": list(caller.amr),
        "acr": caller.acr,
    }
