"""Start a session, at the end of a log-in."""

from gatepost import clock
from gatepost.caller import Client
from gatepost.crypto import digest, random_hex
from gatepost.database import db
from gatepost.sessions.answers import TokenPair
from gatepost.sessions.models import Session
from gatepost.settings import settings
from gatepost.tokens.access import issue_access_token
from gatepost.tokens.refresh import issue_refresh_token

_SESSION_ID_BYTES = 16


def start_session(user_uuid: str, *, amr: tuple[str, ...], client: Client) -> TokenPair:
    """Add a session for this user and give its first two tokens. The caller commits."""
    now = clock.now()
    session = Session(
        id=random_hex(_SESSION_ID_BYTES),
        user_uuid=user_uuid,
        created_at=now,
        authenticated_at=now,
        last_used_at=now,
        expires_at=now + settings.session_lifetime,
        authenticated_by=" ".join(amr),
        address=client.address,
        user_agent=client.user_agent,
    )
    refresh_token = issue_refresh_token(user_uuid=user_uuid, session_id=session.id, session_ends=session.expires_at)
    session.refresh_digest = digest(refresh_token)
    db.session.add(session)
    access_token = issue_access_token(
        user_uuid=user_uuid, session_id=session.id, authenticated_at=now, now=now, session_ends=session.expires_at
    )
    return {"access_token": access_token, "refresh_token": refresh_token}
