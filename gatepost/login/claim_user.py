"""Hold a user's row as it was when their proof was checked."""

from sqlalchemy import update

from gatepost.database import write
from gatepost.users.models import User


def claim_user(user: User, **values: object) -> bool:
    """Set *values* for *user*, if nothing came in between that wins over their proof; false if something did.

    That is a password change, a deactivation or a deletion. Until the caller commits, none of them happens, and no
    other log-in of this user.
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
