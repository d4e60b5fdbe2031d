"""How many guesses a second factor has: five an hour, and a hundred in a row (NIST SP 800-63B-4 section 3.2.2).

They are counted by account, before they are looked at. The right proof clears them. A device of the account's own has
five apart from strangers. Nobody guesses a recovery code or a passkey, so the hundred do not count for these, and a
right one clears them.
"""

from collections.abc import Callable
from datetime import timedelta

from gatepost.audit.record import record
from gatepost.database import db
from gatepost.errors import FactorLocked, TooManyFailures
from gatepost.factors.kinds import KINDS, Proof
from gatepost.notices.notify import notify
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.count_together import Limit, count_together
from gatepost.throttling.count_use import clear_uses, find_longest_wait, find_wait, too_soon
from gatepost.users.models import User

_MOST, _WINDOW = 5, timedelta(hours=1)
_KNOWN = " by a known device"
_IN_A_ROW, _FOR_EVER = 100, timedelta(days=36500)


def count_guess(claimant: Claimant, user: User, proof: Proof, *, beside: Callable[[], bool] | None = None) -> bool:
    """Count one, as a transaction of its own; none may be open here. Raises TooManyFailures, FactorLocked.

    *beside* counts something else in the same transaction. Returns False if it does: then no guess is counted.
    """
    limits = [Limit(_hourly(claimant, user), _MOST, _WINDOW)]
    if KINDS[proof.kind].is_guessed:
        limits.append(Limit(_in_a_row(user), _IN_A_ROW, _FOR_EVER))
    uses = count_together(*limits, beside=beside)
    if uses is None:
        return False
    if not uses[0]:
        raise too_soon(uses[0].wait, TooManyFailures)
    if not uses[-1]:
        raise FactorLocked
    return True


def clear_guesses(claimant: Claimant, user: User) -> None:
    """Begin anew after the right proof."""
    clear_uses(_hourly(claimant, user))
    clear_uses(_in_a_row(user))


def clear_all_guesses(user: User) -> None:
    """Begin anew after all factors were removed: the guesses were of those."""
    clear_uses(f"factor of {user.uuid}")
    clear_uses(f"factor of {user.uuid}{_KNOWN}")
    clear_uses(_in_a_row(user))


def find_factor_wait(user: User) -> timedelta:
    """How long no factor of *user* is right on any device that waits; it is the longest of these waits."""
    hourly = (f"factor of {user.uuid}", f"factor of {user.uuid}{_KNOWN}")
    in_a_row = find_longest_wait([_in_a_row(user)], most=_IN_A_ROW, window=_FOR_EVER)
    return max(find_longest_wait(hourly, most=_MOST, window=_WINDOW), in_a_row)


def record_wrong_guess(claimant: Claimant, user: User) -> None:
    """Put it on record, and commit. After the fifth, tell the user: somebody knows their first factor (ASVS 6.3.5)."""
    actor = user.uuid if claimant.session_id else None
    record("factor.refused", user_uuid=user.uuid, actor_uuid=actor, client=claimant.client)
    if find_wait(_hourly(claimant, user), most=_MOST, window=_WINDOW):
        record("factor.locked", user_uuid=user.uuid, client=claimant.client)
        notify(user, "factor_refused", everywhere=True)
    db.session.commit()


def _hourly(claimant: Claimant, user: User) -> str:
    return f"factor of {user.uuid}{_KNOWN if claimant.is_known else ''}"


def _in_a_row(user: User) -> str:
    return f"factors of {user.uuid}"
