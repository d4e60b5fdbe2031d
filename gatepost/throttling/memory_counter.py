"""Counting in the memory of one process. A restart forgets."""

import threading

from limits import RateLimitItem

from gatepost import clock
from gatepost.throttling.counted import Counted

_FEWEST = 1024  # windows that are kept without looking which of them are over


class MemoryCounter:
    """Windows that begin with the first request in them.

    Windows that are over are dropped whenever their number has doubled. So naming a new account with each request takes
    neither memory nor time that grows.
    """

    def __init__(self) -> None:
        self._windows: dict[str, tuple[float, int]] = {}  # until when, and how many
        self._lock = threading.Lock()
        self._sweep_at = _FEWEST

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        now, seconds = clock.now().timestamp(), allowed.get_expiry()
        key = f"{seconds} {key}"
        with self._lock:
            until, uses = self._windows.get(key, (0.0, 0))
            if not now < until <= now + seconds:  # over; or the clock was set back
                until, uses = now + seconds, 0
            passed = uses < allowed.amount
            self._windows[key] = (until, uses + passed)
            if len(self._windows) > self._sweep_at:
                self._sweep(now)
        return Counted(passed, allowed.amount - uses - passed, until - now)

    def is_local(self, allowed: RateLimitItem) -> bool:
        return True

    def _sweep(self, now: float) -> None:
        self._windows = {key: window for key, window in self._windows.items() if now < window[0]}
        self._sweep_at = max(_FEWEST, 2 * len(self._windows))
