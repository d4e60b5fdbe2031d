"""Refresh tokens: JWTs of a kind of their own. The digest in the session's row decides, not the signature alone.

Their ``aud`` is a path below that of access tokens, so that a verifier that ignores ``typ`` refuses them, too.
"""

from datetime import datetime
from typing import Any

from gatepost.crypto import random_token
from gatepost.settings import current_settings
from gatepost.tokens import jwt

KIND = "rt+jwt"
_BELOW = "/user/refresh-token/"


def issue_refresh_token(*, user_uuid: str, session_id: str, session_ends: datetime) -> str:
    """Issue a token that gets access tokens as long as its session is alive and it is the latest one."""
    settings = current_settings()
    claims = {"sub": user_uuid, "exp": int(session_ends.timestamp()), "jti": random_token(16), "sid": session_id}
    return jwt.sign(claims, kind=KIND, issuer=settings.issuer, audience=settings.token_audience + _BELOW)


def verify_refresh_token(token: str) -> dict[str, Any]:
    """The claims of a refresh token that we issued. Raises InvalidToken."""
    settings = current_settings()
    return jwt.verify(token, kind=KIND, issuer=settings.issuer, audiences=(settings.token_audience + _BELOW,))


def find_known_refresh_token(token: str) -> jwt.Known | None:
    """A refresh token that this process has seen before; None if it has not."""
    return jwt.find_known(token, kind=KIND)
