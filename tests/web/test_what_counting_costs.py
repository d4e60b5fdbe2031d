"""What counting costs: no memory that grows, and no waiting for a Redis that is away."""

import threading

import pytest
from limits import parse

from gatepost import clock
from gatepost.throttling.counted import Counted
from gatepost.throttling.memory_counter import MemoryCounter
from gatepost.throttling.redis_counter import RedisOrFallback
from tests.serving.wire import at_once
from tests.support.time import SetClock

ONCE, HUNDRED = parse("1/minute"), parse("100/minute")


@pytest.mark.asvs("15.2.2")
def test_who_names_another_account_each_time_takes_no_memory_that_grows(time: SetClock) -> None:
    counter = MemoryCounter()
    for number in range(20_000):
        assert counter.count(ONCE, f"account {number}") == (True, 0, 60)
        if number % 1_000 == 0:
            time.pass_(minutes=1)
            assert len(counter._windows) <= 4_000
    assert counter.count(ONCE, "account 19999").allowed is False


def test_a_clock_that_is_set_back_keeps_nobody_out(time: SetClock) -> None:
    counter = MemoryCounter()
    assert [counter.count(ONCE, "ada").allowed for _ in range(2)] == [True, False]
    time.pass_(hours=-1)
    assert [counter.count(ONCE, "ada").allowed for _ in range(2)] == [True, False]


class Away:
    """A Redis that is away, or there again."""

    def __init__(self) -> None:
        self.asked, self.away, self._lock = 0, True, threading.Lock()

    def count(self, *_: object) -> Counted:
        with self._lock:
            self.asked += 1
        if self.away:
            raise TimeoutError
        return Counted(allowed=True, remaining=99, resets_in=60)


@pytest.mark.asvs("16.5.2")
def test_one_request_a_second_waits_for_a_redis_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(clock, "stopwatch", lambda: now)
    redis = Away()
    counter = RedisOrFallback(redis, MemoryCounter())
    assert [counter.count(HUNDRED, "ada").allowed for _ in range(50)] == [True] * 25 + [False] * 25
    assert redis.asked == 1
    for seconds in range(1, 4):
        now = 1_000.0 + seconds
        at_once([lambda: counter.count(HUNDRED, "eve")] * 20)
        assert redis.asked == 1 + seconds
    now, redis.away = 1_004.0, False
    assert {counter.count(HUNDRED, "ada").remaining for _ in range(50)} == {99}
