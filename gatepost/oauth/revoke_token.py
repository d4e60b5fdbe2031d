"""Revoke a token: end its session, for a client that holds the token (RFC 7009)."""

from typing import Any

from gatepost.audit.record import record
from gatepost.database import db
from gatepost.errors import InvalidToken
from gatepost.personal_tokens.revoke_token import revoke_presented
from gatepost.personal_tokens.token_format import is_personal
from gatepost.sessions.end import end_session
from gatepost.tokens.access_token import verify_access_token, verify_enrolment_token
from gatepost.tokens.refresh_token import verify_refresh_token


def revoke(token: str, *, client_id: str | None) -> None:
    """End the session of this access or refresh token, which may be an older one. Any other text ends nothing.

    Both tokens of the session stop working with it (RFC 7009 section 2.1). A personal token is revoked alone. The audit
    line names *client_id*.
    """
    if is_personal(token):
        revoke_presented(token, client_id=client_id)
        return
    claims = _claims_of(token)
    if claims is not None:
        if end_session(claims["sid"], reason="revoked"):
            record("session.revoked", user_uuid=claims["sub"], actor_uuid=client_id)
        db.session.commit()


def _claims_of(token: str) -> dict[str, Any] | None:
    for verify in (verify_access_token, verify_refresh_token, verify_enrolment_token):
        try:
            return verify(token)
        except InvalidToken:
            continue
    return None
