"""Delete an account and what belongs to it."""

from sqlalchemy import delete

from gatepost.audit.details import erase_details
from gatepost.audit.record import record
from gatepost.caller import Caller
from gatepost.database import db, write
from gatepost.errors import UserNotFound
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import User
from gatepost.users.visible import get_changeable_user


def delete_user(caller: Caller, uuid: str) -> None:
    """Delete the account, its sessions and its personal data. An audit line with the uuid remains.

    Raises UserNotFound, Forbidden.
    """
    user = get_changeable_user(caller, uuid)
    deleted = write(delete(User).where(User.uuid == user.uuid))
    if deleted != 1:
        db.session.rollback()
        raise UserNotFound
    erase_details(user.uuid)
    clear_all_attempts(user.uuid)
    record("account.deleted", user_uuid=user.uuid, actor_uuid=caller.uuid)
    db.session.commit()
