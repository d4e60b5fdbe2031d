"""Deactivate an account, and reactivate it."""

from datetime import datetime

from sqlalchemy import update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.database import db, write
from gatepost.errors import UserNotFound
from gatepost.sessions.end import end_all_sessions
from gatepost.users.last_administrator import keep_an_administrator
from gatepost.users.models import User, find_for_update


def deactivate_user(uuid: str, *, reason: str = "") -> None:
    """Deactivate the account: its sessions end at once, and no log-in succeeds.

    Raises UserNotFound, LastAdministrator.
    """
    user = find_for_update(uuid)
    if user is not None:
        keep_an_administrator(user)
    _set(uuid, clock.now())
    end_all_sessions(uuid, reason="deactivated")
    record("account.deactivated", user_uuid=uuid, reason=reason)
    db.session.commit()


def reactivate_user(uuid: str, *, reason: str = "") -> None:
    """Let the account's holder log in again. Ended sessions stay ended. Raises UserNotFound."""
    _set(uuid, None)
    record("account.reactivated", user_uuid=uuid, reason=reason)
    db.session.commit()


def _set(uuid: str, moment: datetime | None) -> None:
    changed = write(update(User).where(User.uuid == uuid).values(deactivated_at=moment))
    if changed != 1:
        db.session.rollback()
        raise UserNotFound
