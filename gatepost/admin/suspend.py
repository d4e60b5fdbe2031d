"""Suspend a user, until a moment or for ever, and end that before its time."""

from datetime import datetime

from sqlalchemy import update

from gatepost import clock
from gatepost.admin.answers import FOREVER
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db, write
from gatepost.errors import InvalidInput, Reason
from gatepost.sessions.end import end_all_sessions
from gatepost.users.last_administrator import keep_an_administrator
from gatepost.users.lock_helped import lock_helped
from gatepost.users.models import User


def suspend(
    uuid: str, *, until: datetime | None, reason: str, caller: Caller | None = None, client: Client | None = None
) -> None:
    """Suspend the user: their sessions end at once, and no log-in succeeds before *until* (None: for ever).

    Nothing has to end it: each log-in asks the clock. A second suspension takes the place of the first. Without a
    *caller* as an operator. Raises InvalidInput, UserNotFound, Forbidden, LastAdministrator.
    """
    if until is not None and until <= clock.now():
        raise InvalidInput({"until": [Reason("Give a time that is yet to come.")]})
    keep_an_administrator(lock_helped(uuid, caller=caller))
    write(update(User).where(User.uuid == uuid).values(suspended_until=until or FOREVER))
    end_all_sessions(uuid, reason="suspended")
    actor = None if caller is None else caller.uuid
    record("account.suspended", user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()


def unsuspend(uuid: str, *, reason: str, caller: Caller | None = None, client: Client | None = None) -> None:
    """Let the user log in again. Ended sessions stay ended. For a user who is not suspended nothing changes.

    Raises UserNotFound, Forbidden.
    """
    user = lock_helped(uuid, caller=caller)
    if not user.is_suspended:
        db.session.rollback()
        return
    write(update(User).where(User.uuid == uuid).values(suspended_until=None))
    actor = None if caller is None else caller.uuid
    record("account.unsuspended", user_uuid=uuid, actor_uuid=actor, client=client, reason=reason)
    db.session.commit()
