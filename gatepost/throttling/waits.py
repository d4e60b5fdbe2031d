"""How many failures are free, and how long a device waits after them (NIST SP 800-63B-4 section 3.2.2, ASVS 6.3.1)."""

from datetime import datetime, timedelta

from sqlalchemy import select

from gatepost import clock
from gatepost.database import read_all
from gatepost.errors import TooManyFailures
from gatepost.settings import current_settings
from gatepost.throttling.count_use import too_soon
from gatepost.throttling.models import ThrottleCount

FREE = 5  # failures of a device; after them it has to wait
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
_IN_FLIGHT = timedelta(seconds=2)  # an attempt that is younger may be a right password whose hash is still worked out
_COUNTED = (ThrottleCount.count, ThrottleCount.last_at)


class TooManyInFlight(TooManyFailures):
    """Perhaps they are no failures: the last one was counted just now."""


def wait_after(failures: int) -> timedelta:
    """How long a device waits after so many: 30 seconds after five, then twice as long each time, up to an hour."""
    if failures < FREE:
        return timedelta(0)
    doublings = min(failures - FREE, 10)  # more would be longer than the longest anyway
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def find_wait_of(user_uuid: str) -> timedelta:
    """The longest wait of a device of this user, or of strangers who name them; zero if none has to wait."""
    if not current_settings().limits:
        return timedelta(0)
    theirs = (ThrottleCount.user_uuid == user_uuid, ThrottleCount.scope == "device", ThrottleCount.count >= FREE)
    now = clock.now()
    ends = [last_at + wait_after(count) for count, last_at in read_all(select(*_COUNTED).where(*theirs))]
    return max(timedelta(0), max(ends) - now) if ends else timedelta(0)


def refuse_too_soon(failures: int, last_at: datetime, now: datetime) -> None:
    """Raise TooManyFailures for a device that still has to wait."""
    wait = last_at + wait_after(failures) - now
    if wait > timedelta(0) and failures >= FREE:
        raise too_soon(wait, TooManyInFlight if now - last_at < _IN_FLIGHT else TooManyFailures)
