"""End the session that a token belongs to, on the word of a client that holds the token (RFC 7009)."""

from typing import Any

from gatepost.audit.record import record
from gatepost.database import db
from gatepost.errors import InvalidToken
from gatepost.sessions.end import end_session
from gatepost.tokens.access import verify_access_token
from gatepost.tokens.refresh import verify_refresh_token


def revoke(token: str, *, client_id: str | None) -> None:
    """End the session of this access or refresh token, an older one of it too. What is no token of ours ends nothing.

    Both tokens of the session stop working with it (RFC 7009 section 2.1). *client_id* is for the record.
    """
    claims = _claims_of(token)
    if claims is not None:
        if end_session(claims["sid"], reason="revoked"):
            record("session.revoked", user_uuid=claims["sub"], actor_uuid=client_id)
        db.session.commit()


def _claims_of(token: str) -> dict[str, Any] | None:
    for verify in (verify_access_token, verify_refresh_token):
        try:
            return verify(token)
        except InvalidToken:
            continue
    return None
