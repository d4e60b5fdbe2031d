"""Where requests are counted: exactly, and with Redis away rather less than more."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from limits import RateLimitItem, parse

from gatepost import clock
from gatepost.http.limits import Limiter
from gatepost.http.present import begin_request, end_request
from gatepost.throttling.counted import Counted
from gatepost.throttling.memory_counter import MemoryCounter
from gatepost.throttling.redis_counter import RedisOrFallback

pytestmark = pytest.mark.every_engine

EIGHTY = parse("80/minute")


class Redis:
    """One that can be taken away."""

    def __init__(self) -> None:
        self.away, self._counter = False, MemoryCounter()

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        if self.away:
            raise ConnectionError
        return self._counter.count(allowed, key)


def passed(counter: RedisOrFallback, times: int) -> int:
    """How many of so many requests are allowed."""
    return sum(counter.count(EIGHTY, "ada").allowed for _ in range(times))


def test_of_500_at_once_as_many_pass_as_there_may_be() -> None:
    counter = MemoryCounter()
    with ThreadPoolExecutor(20) as pool:
        counted = list(pool.map(lambda _: counter.count(EIGHTY, "ada").allowed, range(500)))
    assert sum(counted) == 80


@pytest.mark.asvs("16.5.2")
def test_with_redis_away_fewer_are_allowed_but_never_none_or_all(monkeypatch: pytest.MonkeyPatch) -> None:
    redis = Redis()
    counter = RedisOrFallback(redis, MemoryCounter())
    assert passed(counter, 1) == 1
    redis.away = True
    assert passed(counter, 100) == 20
    redis.away, later = False, clock.stopwatch() + 2
    monkeypatch.setattr(clock, "stopwatch", lambda: later)
    assert passed(counter, 100) == 79


@pytest.mark.asvs("14.2.2")
def test_no_name_or_address_is_kept_where_requests_are_counted(app: Flask) -> None:
    keys: list[str] = []

    class Kept(MemoryCounter):
        def count(self, allowed: RateLimitItem, key: str) -> Counted:
            keys.append(key)
            return super().count(allowed, key)

    state = begin_request({"REMOTE_ADDR": "192.0.2.1"})
    with app.app_context():
        limiter = Limiter(Kept(), known_device=lambda *_: None, secret="a secret of the tests")
        limiter.count_request("80/minute", endpoint="login", who=None)
        limiter.count_request("80/minute", endpoint="login", who="ada")
    end_request(state)
    assert len(set(keys)) == 2
    assert not any(word in key for key in keys for word in ("192", "ada", "login"))
