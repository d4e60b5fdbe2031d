"""Access tokens (RFC 9068). A verified one is remembered by its digest until it runs out.

Remembering saves the signature, never the question whether the session is alive: that is asked each time.
"""

import hashlib
import threading
from datetime import datetime
from typing import Any

from gatepost.crypto import random_token
from gatepost.errors import InvalidToken
from gatepost.settings import settings
from gatepost.tokens import jwt

KIND = "at+jwt"
CLIENT = "gatepost"
_REMEMBERED = 20_000

_claims_by_digest: dict[bytes, dict[str, Any]] = {}
_forgetting = threading.Lock()


def issue_access_token(
    *, user_uuid: str, session_id: str, authenticated_at: datetime, now: datetime, session_ends: datetime
) -> str:
    """A token for the user of this session. It never outlives the session."""
    expires = min(now + settings.access_token_lifetime, session_ends)
    claims = {
        "sub": user_uuid,
        "exp": int(expires.timestamp()),
        "jti": random_token(16),
        "sid": session_id,
        "client_id": CLIENT,
        "auth_time": int(authenticated_at.timestamp()),
    }
    return jwt.sign(claims, kind=KIND)


def verify_access_token(token: str) -> dict[str, Any]:
    """The claims of a valid access token. Raises InvalidToken."""
    scope = f"{settings.secret_key}\n{settings.issuer}\n{settings.token_audience}\n"
    remembered = hashlib.sha256((scope + token).encode("utf-8", "surrogatepass")).digest()
    claims = _claims_by_digest.get(remembered)
    if claims is None:
        claims = jwt.verify(token, kind=KIND, required=("client_id",))
        _remember(remembered, claims)
    elif not jwt.is_live(claims):
        raise InvalidToken
    return claims


def _remember(digest: bytes, claims: dict[str, Any]) -> None:
    with _forgetting:
        if len(_claims_by_digest) >= _REMEMBERED:
            del _claims_by_digest[next(iter(_claims_by_digest))]
        _claims_by_digest[digest] = claims
