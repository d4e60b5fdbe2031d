"""Check a password: the attempt is counted before anybody learns whether it is right."""

from gatepost.audit.events import EventName
from gatepost.errors import Unavailable
from gatepost.passwords.hashing import verify_password
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.clear_attempts import withdraw_attempt
from gatepost.throttling.count_attempt import Attempt, count_attempt
from gatepost.throttling.record_failure import record_failure
from gatepost.throttling.waits import TooManyInFlight


def check_password(password: str, claimant: Claimant, *, otherwise: EventName) -> bool:
    """Whether this is the claimant's password; if not, the audit record gets the event *otherwise*.

    A log-in that succeeds then clears the attempt (throttling/clear_attempts.py). For an unknown user, and after too
    many failures, the check takes as long and returns False. Raises TooManyFailures.
    """
    try:
        attempt = count_attempt(claimant)
    except TooManyInFlight:
        attempt, right = _count_late(password, claimant)
    else:
        right = _verify(password, claimant, attempt)
    if not right:
        record_failure(claimant, attempt, otherwise)
    return right


def _count_late(password: str, claimant: Claimant) -> tuple[Attempt, bool]:
    """Verify first, and count the attempt later: the earlier ones may be right, of programs that log in at once.

    Then there is room for it when this hash is done. Otherwise nobody learns the result.
    """
    hashed = None if claimant.user is None else claimant.user.password_hash
    right = verify_password(password, hashed)
    attempt = count_attempt(claimant)
    return attempt, right and not attempt.disabled


def _verify(password: str, claimant: Claimant, attempt: Attempt) -> bool:
    hashed = None if claimant.user is None or attempt.disabled else claimant.user.password_hash
    try:
        return verify_password(password, hashed)
    except Unavailable:
        withdraw_attempt(claimant, attempt)
        raise
