"""Lock a user's row, if it is as it was when their proof was checked."""

from sqlalchemy import update

from gatepost.database import write
from gatepost.users.models import User


def claim_user(user: User, **values: object) -> bool:
    """Set *values* for *user*. Returns False after a change that wins over their proof.

    That is a password change, a deactivation or a deletion. The row is locked until the caller commits: none of them
    happens in this time, and no other log-in of this user.
    """
    claimed = write(
        update(User)
        .where(
            User.uuid == user.uuid,
            User.credentials_version == user.credentials_version,
            User.deactivated_at.is_(None),
        )
        .values(values)
    )
    return claimed == 1
