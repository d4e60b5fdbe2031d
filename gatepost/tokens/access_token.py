"""Access tokens (RFC 9068)."""

from datetime import datetime
from typing import Any

from gatepost.crypto import random_token
from gatepost.settings import current_settings
from gatepost.tokens import jwt

KIND = "at+jwt"
CLIENT = "gatepost"


def issue_access_token(
    *, user_uuid: str, session_id: str, authenticated_at: datetime, now: datetime, session_ends: datetime
) -> str:
    """Issue a token for the user of this session. It never outlives the session."""
    settings = current_settings()
    expires = min(now + settings.access_token_lifetime, session_ends)
    claims = {
        "sub": user_uuid,
        "exp": int(expires.timestamp()),
        "jti": random_token(16),
        "sid": session_id,
        "client_id": CLIENT,
        "auth_time": int(authenticated_at.timestamp()),
    }
    return jwt.sign(claims, kind=KIND, issuer=settings.issuer, audience=settings.token_audience)


def verify_access_token(token: str) -> dict[str, Any]:
    """The claims of a valid access token. Raises InvalidToken."""
    settings = current_settings()
    return jwt.verify(
        token, kind=KIND, issuer=settings.issuer, audience=settings.token_audience, required=("client_id",)
    )


def find_known_access_token(token: str) -> jwt.Known | None:
    """An access token that this process has seen before; None if it has not."""
    return jwt.find_known(token, kind=KIND)
