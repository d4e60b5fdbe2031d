"""Where requests are counted: in this process, or where all processes and machines count together."""

import threading
from collections.abc import Callable
from typing import Any

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.errors import ConfigurationError
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from gatepost import clock
from gatepost.settings import BadSettings, Settings
from gatepost.throttling.counted import Counted, Counter
from gatepost.throttling.memory_counter import MemoryCounter

log = structlog.get_logger("gatepost")

_LARGE = 300  # requests, of which each process counts its share by itself
_PARTS = 4  # so many times less is allowed without Redis: what it has counted is not known

CountTogether = Callable[[str, int, float], tuple[bool, int, float]]


class DatabaseCounter:
    """Windows that begin with the first request in them, in the database that all processes share."""

    def __init__(self, count_together: CountTogether) -> None:
        self._count = count_together

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        return Counted(*self._count(f"limit {allowed} {key}", allowed.amount, allowed.get_expiry()))


class RedisCounter:
    """Moving windows, in a Redis or Valkey that all processes share."""

    def __init__(self, storage: RedisStorage) -> None:
        self._windows = MovingWindowRateLimiter(storage)

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        passed = self._windows.hit(allowed, key)
        stats = self._windows.get_window_stats(allowed, key)
        resets_in = stats.reset_time - clock.now().timestamp()
        return Counted(passed, stats.remaining if passed else 0, min(max(resets_in, 0), allowed.get_expiry()))


class SharedAndOwn:
    """Small limits count together, where all processes do; large ones, against a hog, in each process by its share.

    A write for each of twelve hundred requests would cost more than what it guards.
    """

    def __init__(self, shared: Counter, *, processes: int, large: int = _LARGE) -> None:
        self._shared, self._own, self._processes, self._large = shared, MemoryCounter(), processes, large

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        if allowed.amount < self._large:
            return self._shared.count(allowed, key)
        return self._own.count(_share(allowed, self._processes), key)


class WithoutRedis:
    """Counts in Redis, and while that is away elsewhere: by a part, so that there are rather fewer than more."""

    _PAUSE = 1.0  # seconds until one request tries it again; meanwhile nobody waits for it

    def __init__(self, redis: Counter, otherwise: Counter) -> None:
        self._redis, self._otherwise = redis, otherwise
        self._away, self._again_at, self._lock = False, 0.0, threading.Lock()

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        if not self._away or self._is_my_turn():
            try:
                counted = self._redis.count(allowed, key)
            except Exception as error:  # the client's own, the network's, and what Redis answers while it starts
                self._note(away=True, reason=type(error).__name__)
            else:
                self._note(away=False)
                return counted
        return self._otherwise.count(_share(allowed, _PARTS), key)

    def _is_my_turn(self) -> bool:
        """Whether to try it again: of all requests in a pause, one does."""
        with self._lock:
            mine = clock.stopwatch() >= self._again_at
            if mine:
                self._again_at = clock.stopwatch() + self._PAUSE
            return mine

    def _note(self, *, away: bool, reason: str = "") -> None:
        if not (away or self._away):
            return
        with self._lock:
            before, self._away = self._away, away
            self._again_at = clock.stopwatch() + self._PAUSE
        if away and not before:
            log.warning("limits.redis_away", error=reason)
        if before and not away:
            log.info("limits.redis_back")


def counter_for(settings: Settings, count_together: CountTogether) -> Counter:
    """Redis where there is one; else memory where one process serves, and the database where several do."""
    database, processes = DatabaseCounter(count_together), settings.workers
    if settings.redis_url:
        redis = RedisCounter(_redis(settings.redis_url))
        return WithoutRedis(redis, SharedAndOwn(database, processes=processes, large=_LARGE // _PARTS))
    if processes == 1 and not settings.limits_shared:
        return MemoryCounter()
    return SharedAndOwn(database, processes=processes)


def _redis(url: str) -> RedisStorage:
    options: dict[str, Any] = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3}
    try:
        return RedisStorage(url, key_prefix="gatepost", **options)
    except ConfigurationError:
        raise BadSettings("GATEPOST_REDIS_URL: install its client: pip install 'gatepost[redis]'") from None
    except ValueError as error:
        raise BadSettings(f"GATEPOST_REDIS_URL: {error}") from None


def _share(allowed: RateLimitItem, parts: int) -> RateLimitItem:
    return RateLimitItemPerSecond(max(1, allowed.amount // parts), allowed.get_expiry())
