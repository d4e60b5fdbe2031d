"""Whether a second factor is due from a user: at a log-in, and before a change of the ways in."""

from gatepost.caller import Caller
from gatepost.database import db
from gatepost.errors import FactorRequired
from gatepost.sessions.lock_caller import lock_caller
from gatepost.sessions.renew import has_recent_factor
from gatepost.users.models import User
from gatepost.users.second_factor import is_enrolled


def is_due(user: User) -> bool:
    """Whether a log-in by one factor has to wait for a second one.

    A passkey is one where settings ask this user for a second factor.
    """
    return is_enrolled(user.uuid, roles=user.roles, factors=user.factors)


def lock_with_factor(caller: Caller) -> tuple[User, tuple[str, ...]]:
    """Lock the caller's row for a change of factors or passkeys: where a factor is due, it was proven lately.

    Otherwise somebody with a session and the password would bring in a factor of their own. Raises InvalidToken if the
    session is over by now; FactorRequired.
    """
    user, authenticated_by = lock_caller(caller)
    if is_due(user) and not has_recent_factor(caller):
        db.session.rollback()
        raise FactorRequired
    return user, authenticated_by
