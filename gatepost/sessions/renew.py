"""Renew the authentication of a session, after its user has proven again who they are."""

from sqlalchemy import select, update

from gatepost import clock
from gatepost.caller import Caller
from gatepost.database import db, write
from gatepost.errors import InvalidToken
from gatepost.sessions.alive import ends_at, live_sessions, over_at
from gatepost.sessions.answers import AccessToken
from gatepost.sessions.models import Session
from gatepost.tokens.access_token import issue_access_token


def renew_authentication(caller: Caller) -> AccessToken:
    """Issue an access token with a new ``auth_time``. The session's other tokens count as renewed, too.

    Neither the session's end nor its refresh token changes. Raises InvalidToken if the session is over by now.
    """
    now = clock.now()
    this = (*live_sessions(caller.uuid, now=now), Session.id == caller.session_id)
    if write(update(Session).where(*this).values(authenticated_at=now, last_used_at=now)) != 1:
        db.session.rollback()
        raise InvalidToken
    columns = (Session.expires_at, Session.created_at)
    expires_at, created_at = db.session.connection().execute(select(*columns).where(*this)).one()
    access_token = issue_access_token(
        user_uuid=caller.uuid,
        session_id=caller.session_id,
        authenticated_at=now,
        now=now,
        session_ends=over_at(ends_at(expires_at, created_at=created_at), last_used_at=now),
    )
    return {"access_token": access_token}
