"""Delete an account and what belongs to it."""

from sqlalchemy import delete

from gatepost.audit.details import erase_details
from gatepost.audit.record import record
from gatepost.caller import Caller
from gatepost.database import db, write
from gatepost.errors import UserNotFound
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.last_administrator import keep_an_administrator
from gatepost.users.models import User, find_for_update
from gatepost.users.visible import get_changeable_user


def delete_user(caller: Caller, uuid: str) -> None:
    """Delete the account, its sessions and its personal data. An audit line with the uuid remains.

    Raises UserNotFound, Forbidden, LastAdministrator.
    """
    get_changeable_user(caller, uuid, "users:write")
    user = find_for_update(uuid)
    if user is not None:
        keep_an_administrator(user)
    if user is None:
        db.session.rollback()
        raise UserNotFound
    delete_locked(user, actor_uuid=caller.uuid)


def delete_locked(user: User, *, actor_uuid: str | None, reason: str = "") -> None:
    """Delete the account of *user*, whose row is locked, and commit. Raises UserNotFound."""
    if write(delete(User).where(User.uuid == user.uuid)) != 1:
        db.session.rollback()
        raise UserNotFound
    erase_details(user.uuid)
    clear_all_attempts(user.uuid)
    record("account.deleted", user_uuid=user.uuid, actor_uuid=actor_uuid, reason=reason)
    db.session.commit()
