"""The last active administrator stays one: nobody could appoint another, but on the command line."""

from sqlalchemy import select

from gatepost import clock
from gatepost.database import db
from gatepost.errors import LastAdministrator
from gatepost.permissions import ADMINISTRATOR
from gatepost.users.models import User, may_be_active
from gatepost.users.roles import Role, UserRole

_LOCK = select(Role.name).where(Role.name == ADMINISTRATOR).with_for_update()


def keep_an_administrator(user: User) -> None:
    """Refuse that *user* ceases to be an active administrator, if no other is one. The caller has locked the row.

    It locks the row of the role, after that of the user: of two transactions that dismiss two administrators, the
    second waits for the first, and then sees what that one has done. Raises LastAdministrator, after a rollback.
    """
    if not (user.is_admin and user.is_active):
        return
    connection = db.session.connection()
    connection.execute(_LOCK)
    others = (
        select(User.uuid)
        .join(UserRole, UserRole.user_uuid == User.uuid)
        .where(
            UserRole.role == ADMINISTRATOR,
            User.uuid != user.uuid,
            User.activated_at.is_not(None),
            *may_be_active(clock.now()),
        )
        .limit(1)
    )
    if connection.execute(others).first() is None:
        db.session.rollback()
        raise LastAdministrator
