"""Where requests are counted: in this process, or where all processes and machines count together."""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from gatepost import clock
from gatepost.settings import BadSettings, Settings

log = structlog.get_logger("gatepost")


class Counted(NamedTuple):
    """What became of a request that was counted."""

    allowed: bool
    remaining: int
    resets_in: float  # seconds until there is room again, or more of it


class Counter(Protocol):
    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        """Count a request of *key*, of which there may be so many."""


CountTogether = Callable[[str, int, float], tuple[bool, int, float]]


class LibraryCounter:
    """Moving windows, in the memory of this process or in Redis: never more than *allowed* in any of them."""

    def __init__(self, storage: MemoryStorage | RedisStorage) -> None:
        self._windows = MovingWindowRateLimiter(storage)

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        passed = self._windows.hit(allowed, key)
        stats = self._windows.get_window_stats(allowed, key)
        resets_in = stats.reset_time - clock.now().timestamp()
        return Counted(passed, stats.remaining if passed else 0, min(max(resets_in, 0), allowed.get_expiry()))


class DatabaseCounter:
    """Windows that begin with the first request in them, in the database that all processes share."""

    def __init__(self, count_together: CountTogether) -> None:
        self._count = count_together

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        return Counted(*self._count(f"limit {allowed} {key}", allowed.amount, allowed.get_expiry()))


class SharedAndOwn:
    """Small limits count together, where all processes do; large ones, against a hog, in each process by its share.

    A write for each of twelve hundred requests would cost more than what it guards.
    """

    _LARGE = 300

    def __init__(self, shared: Counter, *, processes: int) -> None:
        self._shared, self._own, self._processes = shared, LibraryCounter(MemoryStorage()), processes

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        if allowed.amount < self._LARGE:
            return self._shared.count(allowed, key)
        return self._own.count(_share(allowed, self._processes), key)


class WithoutRedis:
    """Counts in Redis, and while that is away in this process: by a share, so that there are rather fewer than more."""

    _PAUSE = 1.0  # seconds until it is tried again: meanwhile nobody waits for it
    _PARTS = 4  # a process allows so many times less than its share, for there may be other machines

    def __init__(self, redis: Counter, *, processes: int) -> None:
        self._redis, self._processes = redis, processes
        self._memory = LibraryCounter(MemoryStorage())
        self._away_until, self._lock = 0.0, threading.Lock()

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        if clock.stopwatch() >= self._away_until:
            try:
                counted = self._redis.count(allowed, key)
            except Exception as error:  # the client's own, the network's, and what Redis answers while it starts
                self._note(away=True, reason=type(error).__name__)
            else:
                if self._away_until:
                    self._note(away=False)
                return counted
        return self._memory.count(_share(allowed, self._processes * self._PARTS), key)

    def _note(self, *, away: bool, reason: str = "") -> None:
        with self._lock:
            before, self._away_until = self._away_until, clock.stopwatch() + self._PAUSE if away else 0.0
        if away and not before:
            log.warning("limits.redis_away", error=reason)
        if before and not away:
            log.info("limits.redis_back")


def counter_for(settings: Settings, count_together: CountTogether) -> Counter:
    """Redis where there is one; else memory where one process serves, and the database where several do."""
    if settings.redis_url:
        return WithoutRedis(LibraryCounter(_redis(settings.redis_url)), processes=settings.workers)
    if settings.workers == 1 and not settings.limits_shared:
        return LibraryCounter(MemoryStorage())
    return SharedAndOwn(DatabaseCounter(count_together), processes=settings.workers)


def _redis(url: str) -> RedisStorage:
    options: dict[str, Any] = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3}
    try:
        return RedisStorage(url, key_prefix="gatepost", **options)
    except ImportError:
        raise BadSettings("GATEPOST_REDIS_URL: install its client: pip install 'gatepost[redis]'") from None


def _share(allowed: RateLimitItem, parts: int) -> RateLimitItem:
    return RateLimitItemPerSecond(max(1, allowed.amount // parts), allowed.get_expiry())
