"""Where requests are counted: exactly, and with Redis away rather less than more."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage

from gatepost import clock
from gatepost.web.counters import Counted, LibraryCounter, WithoutRedis

EIGHTY = parse("80/minute")


class Redis:
    """One that can be taken away."""

    def __init__(self) -> None:
        self.away, self._counter = False, LibraryCounter(MemoryStorage())

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        if self.away:
            raise ConnectionError
        return self._counter.count(allowed, key)


def passed(counter: WithoutRedis, times: int) -> int:
    """How many of so many requests are allowed."""
    return sum(counter.count(EIGHTY, "ada").allowed for _ in range(times))


def test_of_500_at_once_as_many_pass_as_there_may_be() -> None:
    counter = LibraryCounter(MemoryStorage())
    with ThreadPoolExecutor(20) as pool:
        counted = list(pool.map(lambda _: counter.count(EIGHTY, "ada").allowed, range(500)))
    assert sum(counted) == 80


@pytest.mark.asvs("16.5.2")
@pytest.mark.parametrize(("processes", "fewer"), [(1, 20), (2, 10), (100, 1)])
def test_with_redis_away_fewer_are_allowed_but_never_none_or_all(
    monkeypatch: pytest.MonkeyPatch, processes: int, fewer: int
) -> None:
    redis = Redis()
    counter = WithoutRedis(redis, processes=processes)
    assert passed(counter, 1) == 1
    redis.away = True
    assert passed(counter, 100) == fewer
    redis.away, later = False, clock.stopwatch() + 2
    monkeypatch.setattr(clock, "stopwatch", lambda: later)
    assert passed(counter, 100) == 79
