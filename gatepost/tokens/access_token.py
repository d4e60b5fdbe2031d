"""Access tokens (RFC 9068), and the tokens of sessions that may only enrol a second factor.

The latter have a type and an audience of their own, so that no other service takes them for access tokens.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gatepost.caller import ONE_FACTOR, TWO_FACTORS
from gatepost.crypto import random_token
from gatepost.settings import current_settings
from gatepost.tokens import jwt

KIND = "at+jwt"
_ENROLMENT_KIND, _BELOW = "enrol+jwt", "/user/factors/"
CLIENT = "gatepost"


def issue_access_token(
    *,
    user_uuid: str,
    session_id: str,
    authenticated_at: datetime,
    amr: Sequence[str],
    enrolling: bool,
    now: datetime,
    session_ends: datetime,
) -> str:
    """Issue a token for the user of this session. It never outlives the session. *amr*: RFC 8176."""
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
        audience = settings.token_audience + _BELOW
        return jwt.sign(claims, kind=_ENROLMENT_KIND, issuer=settings.issuer, audience=audience)
    return jwt.sign(claims, kind=KIND, issuer=settings.issuer, audience=settings.token_audience)


def verify_access_token(token: str) -> dict[str, Any]:
    """The claims of a valid access token. Raises InvalidToken."""
    settings = current_settings()
    return jwt.verify(
        token, kind=KIND, issuer=settings.issuer, audience=settings.token_audience, required=("client_id",)
    )


def verify_enrolment_token(token: str) -> dict[str, Any]:
    """The claims of a valid token of a session that may only enrol a second factor. Raises InvalidToken."""
    settings = current_settings()
    audience = settings.token_audience + _BELOW
    return jwt.verify(token, kind=_ENROLMENT_KIND, issuer=settings.issuer, audience=audience, required=("client_id",))


def find_known_access_token(token: str) -> jwt.Known | None:
    """An access token that this process has seen before; None if it has not."""
    return jwt.find_known(token, kind=KIND)
