"""Lock a user's row, if it is as it was when their proof was checked."""

from functools import cache

from sqlalchemy import Update, bindparam, update

from gatepost import clock
from gatepost.database import UtcTime, write
from gatepost.users.models import User, may_be_active


def claim_user(user: User, **values: object) -> bool:
    """Set *values* for *user*. Returns False after a change that wins over their proof.

    That is a password change, a factor that was added or removed, a deactivation, a suspension or a deletion. The row
    is locked until the caller commits: none of them happens in this time, and no other log-in of this user.
    """
    found = {"of": user.uuid, "version": user.credentials_version, "so_many": user.factors, "now": clock.now()}
    return write(_claim(*values), {**found, **{f"new_{name}": value for name, value in values.items()}}) == 1


@cache
def _claim(*names: str) -> Update:
    """The statement that sets the columns of these *names*; to build it takes longer than to send it."""
    return (
        update(User)
        .where(
            User.uuid == bindparam("of"),
            User.credentials_version == bindparam("version"),
            User.factors == bindparam("so_many"),
            *may_be_active(bindparam("now", type_=UtcTime())),
        )
        .values({name: bindparam(f"new_{name}") for name in names})
    )
