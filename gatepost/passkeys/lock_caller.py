"""Lock the row of the user who asks, if the session that asks is still alive."""

from sqlalchemy import select

from gatepost import clock
from gatepost.caller import Caller
from gatepost.database import db
from gatepost.errors import FactorRequired, InvalidToken
from gatepost.sessions.alive import live_sessions
from gatepost.sessions.models import Session
from gatepost.sessions.renew import has_recent_factor
from gatepost.users.models import User, find_for_update
from gatepost.users.second_factor import is_enrolled


def lock_caller(caller: Caller) -> tuple[User, tuple[str, ...]]:
    """Their row, locked, and how their session was authenticated. Raises InvalidToken if the session is over by now.

    So a password change, a deactivation or a log-out that comes in between wins.
    """
    user = find_for_update(caller.uuid)
    this = (*live_sessions(caller.uuid, now=clock.now()), Session.id == caller.session_id)
    shown = db.session.connection().execute(select(Session.authenticated_by).where(*this)).scalar_one_or_none()
    if user is None or shown is None:
        db.session.rollback()
        raise InvalidToken
    return user, tuple(shown.split())


def lock_with_factor(caller: Caller) -> tuple[User, tuple[str, ...]]:
    """The same for a change of passkeys: a user who has a second factor must have proven it lately.

    Otherwise a passkey would lead round it. Raises InvalidToken, FactorRequired.
    """
    user, authenticated_by = lock_caller(caller)
    if is_enrolled(user.uuid, role=user.role, factors=user.factors) and not has_recent_factor(caller):
        db.session.rollback()
        raise FactorRequired
    return user, authenticated_by
