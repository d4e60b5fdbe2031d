"""Access tokens (RFC 9068), and the tokens of sessions that may only enrol a second factor.

The latter have a type and an audience of their own, so that no other service takes them for access tokens. Nor does one
take the token of a session that asked for scopes without ``services``: its audience is this service alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from gatepost.caller import ONE_FACTOR, TWO_FACTORS
from gatepost.crypto import random_token
from gatepost.errors import InvalidToken
from gatepost.settings import current_settings
from gatepost.tokens import jwt

KIND = "at+jwt"
_ENROLMENT_KIND, _BELOW = "enrol+jwt", "/user/factors/"
CLIENT = "gatepost"


class Granted(NamedTuple):
    """The contents of the token of a session: claims about roles or a scope, and the service that it is for.

    *added*: claims of the blocking hook, none of which takes the place of ours.
    """

    claims: Mapping[str, Any]
    audience: str
    added: Mapping[str, Any] = MappingProxyType({})


def issue_access_token(
    *,
    user_uuid: str,
    session_id: str,
    authenticated_at: datetime,
    amr: Sequence[str],
    enrolling: bool,
    now: datetime,
    session_ends: datetime,
    granted: Granted,
) -> str:
    """Issue a token for the user of this session. It never outlives the session. *amr*: RFC 8176.

    *granted*: the claims about the roles of its user, if there are any, and ``act`` (RFC 8693 section 4.1). A user who
    may only enrol is granted nothing.
    """
    settings = current_settings()
    expires = min(now + settings.access_token_lifetime, session_ends)
    claims = {
        "sub": user_uuid,
        "exp": int(expires.timestamp()),
        "jti": random_token(16),
        "sid": session_id,
        "client_id": CLIENT,
        "auth_time": int(authenticated_at.timestamp()),
        "amr": list(amr),
        "acr": TWO_FACTORS if "mfa" in amr else ONE_FACTOR,
    }
    if enrolling:
        below = settings.token_audience + _BELOW
        return jwt.sign(claims, kind=_ENROLMENT_KIND, issuer=settings.issuer, audience=below)
    return jwt.sign(
        {**granted.added, **claims, **granted.claims}, kind=KIND, issuer=settings.issuer, audience=granted.audience
    )


def verify_access_token(token: str, *, for_others: bool = True) -> dict[str, Any]:
    """The claims of a valid access token. Raises InvalidToken.

    *for_others*: also of one that is for another service alone.
    """
    settings = current_settings()
    claims = jwt.verify(
        token, kind=KIND, issuer=settings.issuer, audiences=settings.access_audiences, required=("client_id",)
    )
    if not (for_others or claims["aud"] in settings.own_audiences):
        raise InvalidToken
    return claims


def verify_enrolment_token(token: str) -> dict[str, Any]:
    """The claims of a valid token of a session that may only enrol a second factor. Raises InvalidToken."""
    settings = current_settings()
    audiences = (settings.token_audience + _BELOW,)
    return jwt.verify(token, kind=_ENROLMENT_KIND, issuer=settings.issuer, audiences=audiences, required=("client_id",))


def find_known_access_token(token: str) -> jwt.Known | None:
    """An access token that this process has seen before; None if it has not."""
    return jwt.find_known(token, kind=KIND)
