"""Counting in Redis or Valkey, and elsewhere while that is away."""

import threading
from typing import Any

import structlog
from limits import RateLimitItem
from limits.errors import ConfigurationError
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter

from gatepost import clock
from gatepost.settings import BadSettings
from gatepost.throttling.counted import Counted, Counter, share

PARTS = 4  # while Redis is away, a limit is so many times less: what it has counted is not known

log = structlog.get_logger("gatepost")


class RedisCounter:
    """Moving windows, in a Redis or Valkey that all processes share."""

    def __init__(self, storage: RedisStorage) -> None:
        self._storage, self._windows = storage, MovingWindowRateLimiter(storage)

    def answers(self) -> bool:
        """Whether Redis can be reached now."""
        return bool(self._storage.check())

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        passed = self._windows.hit(allowed, key)
        stats = self._windows.get_window_stats(allowed, key)
        resets_in = stats.reset_time - clock.now().timestamp()
        return Counted(passed, stats.remaining if passed else 0, min(max(resets_in, 0), allowed.get_expiry()))

    def is_local(self, allowed: RateLimitItem) -> bool:
        return False


class RedisOrFallback:
    """Counts in Redis; while that is away, in the *fallback* by a part of each limit, so that fewer requests pass."""

    _PAUSE = 1.0  # seconds until one request tries Redis again; meanwhile none waits for it

    def __init__(self, redis: Counter, fallback: Counter) -> None:
        self._redis, self._fallback = redis, fallback
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
        return self._fallback.count(share(allowed, PARTS), key)

    def is_local(self, allowed: RateLimitItem) -> bool:
        return False

    def _is_my_turn(self) -> bool:
        """Whether to try Redis again: of all requests in a pause, one does."""
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


def open_redis(url: str) -> RedisCounter:
    """The counter in the Redis at this address, which need not answer yet. Raises BadSettings."""
    options: dict[str, Any] = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3}
    try:
        return RedisCounter(RedisStorage(url, key_prefix="gatepost", **options))
    except ConfigurationError:
        raise BadSettings("GATEPOST_REDIS_URL: install its client: pip install 'gatepost[redis]'") from None
    except ValueError as error:
        raise BadSettings(f"GATEPOST_REDIS_URL: {error}") from None
