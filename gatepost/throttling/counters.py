"""Where the requests of an installation are counted: memory, database or Redis."""

from limits import RateLimitItem

from gatepost.settings import Settings
from gatepost.throttling.counted import Counted, Counter, share
from gatepost.throttling.database_counter import DatabaseCounter
from gatepost.throttling.memory_counter import MemoryCounter
from gatepost.throttling.redis_counter import PARTS, RedisOrFallback, open_redis

_LARGE = 300  # requests, of which each process counts its share by itself


class SharedAndOwn:
    """Small limits count together, where all processes do; large ones in each process by its share.

    Large limits guard against a hog, not against guessing. A write for each of twelve hundred requests would cost more
    than it guards.
    """

    def __init__(self, shared: Counter, *, processes: int, large: int = _LARGE) -> None:
        self._shared, self._own, self._processes, self._large = shared, MemoryCounter(), processes, large

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        if allowed.amount < self._large:
            return self._shared.count(allowed, key)
        return self._own.count(share(allowed, self._processes), key)

    def is_local(self, allowed: RateLimitItem) -> bool:
        return allowed.amount >= self._large


def counter_for(settings: Settings) -> Counter:
    """Redis where there is one; otherwise memory where one process serves, and the database where several do."""
    database, processes = DatabaseCounter(), settings.workers
    if settings.redis_url:
        fallback = SharedAndOwn(database, processes=processes, large=_LARGE // PARTS)
        return RedisOrFallback(open_redis(settings.redis_url), fallback)
    if processes == 1 and not settings.limits_shared:
        return MemoryCounter()
    return SharedAndOwn(database, processes=processes)
