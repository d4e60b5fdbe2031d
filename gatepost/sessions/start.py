"""Start a session, at the end of a log-in."""

from sqlalchemy import insert

from gatepost import clock
from gatepost.caller import Client
from gatepost.crypto import digest, random_hex
from gatepost.database import write
from gatepost.sessions.alive import over_at
from gatepost.sessions.answers import TokenPair
from gatepost.sessions.limit import make_room
from gatepost.sessions.models import Session
from gatepost.settings import settings
from gatepost.tokens.access import issue_access_token
from gatepost.tokens.refresh import issue_refresh_token

_SESSION_ID_BYTES = 16
_ROW = insert(Session)


def start_session(user_uuid: str, *, authenticated_by: tuple[str, ...], client: Client) -> TokenPair:
    """Add a session for this user and give its first two tokens. The caller holds the user's row, and commits."""
    now, identifier = clock.now(), random_hex(_SESSION_ID_BYTES)
    ends = now + settings.session_lifetime
    refresh_token = issue_refresh_token(user_uuid=user_uuid, session_id=identifier, session_ends=ends)
    access_token = issue_access_token(
        user_uuid=user_uuid,
        session_id=identifier,
        authenticated_at=now,
        now=now,
        session_ends=over_at(ends, last_used_at=now),
    )
    row = {
        "id": identifier,
        "user_uuid": user_uuid,
        "created_at": now,
        "authenticated_at": now,
        "last_used_at": now,
        "expires_at": ends,
        "authenticated_by": " ".join(authenticated_by),
        "address": client.address,
        "user_agent": client.user_agent,
        "refresh_digest": digest(refresh_token),
    }
    make_room(user_uuid, now=now)
    write(_ROW, row)
    return {"access_token": access_token, "refresh_token": refresh_token}
