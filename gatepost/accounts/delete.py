"""Delete an account and what belongs to it."""

from sqlalchemy import delete

from gatepost.users.visible import get_changeable_user
from gatepost.audit.record import record
from gatepost.caller import Caller
from gatepost.database import db
from gatepost.errors import UserNotFound
from gatepost.users.models import User


def delete_user(caller: Caller, uuid: str) -> None:
    """Erase the account, its sessions and all that is personal; an audit line with the uuid remains.

    Raises UserNotFound, Forbidden.
    """
    user = get_changeable_user(caller, uuid)
    deleted = db.session.execute(
        delete(User).where(User.uuid == user.uuid).execution_options(synchronize_session=False)
    )
    if deleted.rowcount != 1:
        db.session.rollback()
        raise UserNotFound
    record("account.deleted", user_uuid=user.uuid, actor_uuid=caller.uuid)
    db.session.commit()
