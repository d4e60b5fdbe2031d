"""Lock the row of the user on whom the support acts, if it may."""

from gatepost.audit.refused_access import record_refused_access
from gatepost.caller import Caller
from gatepost.database import db
from gatepost.errors import Forbidden, UserNotFound
from gatepost.users.models import User, find_for_update
from gatepost.users.permissions import has_power_over


def lock_helped(uuid: str, *, caller: Caller | None) -> User:
    """The user's row, locked; without a *caller* for an operator.

    Nobody acts on a user who may do more than they, nor on themselves: for that everybody has the ways of a user.
    Raises UserNotFound, Forbidden, after a rollback.
    """
    user = find_for_update(uuid)
    if user is None:
        db.session.rollback()
        raise UserNotFound
    if caller is not None and (uuid == caller.uuid or not has_power_over(caller, user)):
        db.session.rollback()
        record_refused_access(caller, about=uuid)
        raise Forbidden
    return user
