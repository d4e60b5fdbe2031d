"""How many failures are free, and how long a device waits after them (NIST SP 800-63B-4 section 3.2.2, ASVS 6.3.1)."""

from datetime import datetime, timedelta

from gatepost.errors import TooManyFailures
from gatepost.throttling.count_use import too_soon

FREE = 5  # failures of a device; after them it has to wait
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
_IN_FLIGHT = timedelta(seconds=2)  # an attempt that is younger may be a right password whose hash is still worked out


class TooManyInFlight(TooManyFailures):
    """Perhaps they are no failures: the last one was counted just now."""


def wait_after(failures: int) -> timedelta:
    """How long a device waits after so many: 30 seconds after five, then twice as long each time, up to an hour."""
    if failures < FREE:
        return timedelta(0)
    doublings = min(failures - FREE, 10)  # more would be longer than the longest anyway
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def refuse_too_soon(failures: int, last_at: datetime, now: datetime) -> None:
    """Raise TooManyFailures for a device that still has to wait."""
    wait = last_at + wait_after(failures) - now
    if wait > timedelta(0) and failures >= FREE:
        raise too_soon(wait, TooManyInFlight if now - last_at < _IN_FLIGHT else TooManyFailures)
