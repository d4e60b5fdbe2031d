"""Of uses as many are allowed as there may be, and what was counted long ago is removed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from gatepost.database import write_alone
from gatepost.throttling import count_use as counting
from gatepost.throttling.count_use import count_use
from gatepost.throttling.models import ThrottleCount
from gatepost.throttling.purge_counts import purge_counts
from tests.support.time import SetClock
from tests.support.waiting import MOBILE, Waiting
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine

HOUR = timedelta(hours=1)


def test_what_was_counted_long_ago_is_removed(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    time.pass_(hours=23)
    waiting.prove(mobile=MOBILE, code="000000")
    assert row_counts(waiting.app)["throttle_counts"] == 3
    time.pass_(hours=1, seconds=1)
    with waiting.app.app_context():
        assert (purge_counts(100), purge_counts(100)) == (1, 0)


def test_of_many_first_uses_at_once_as_many_count_as_are_allowed(app: Flask) -> None:
    gate = threading.Barrier(8)

    def use(_: int) -> bool:
        with app.app_context():
            gate.wait(timeout=10)
            return bool(count_use("a test", most=3, window=HOUR))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 3


def test_a_use_that_is_refused_says_how_long_to_wait(app: Flask, time: SetClock) -> None:
    def wait() -> float | None:
        use = count_use("a test", most=2, window=HOUR, apart=timedelta(seconds=30))
        return None if use else use.wait.total_seconds()

    with app.app_context():
        assert (wait(), wait()) == (None, 30)
        time.pass_(seconds=30)
        assert (wait(), wait()) == (None, 3570)
        time.pass_(seconds=3569)
        assert wait() == 1
        time.pass_(seconds=1)
        assert (wait(), wait()) == (None, 30)


def test_who_comes_a_moment_after_another_by_a_slower_clock_has_their_share(app: Flask, time: SetClock) -> None:
    with app.app_context():
        assert count_use("a skewed test", most=2, window=HOUR)
        time.pass_(seconds=-1)
        assert count_use("a skewed test", most=2, window=HOUR)
        assert not count_use("a skewed test", most=2, window=HOUR)


@pytest.mark.asvs("15.4.2")
def test_what_others_use_up_between_looking_and_counting_is_used_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that was read before does not count, because the condition stands in the statement."""
    look = counting._wait

    def look_and_lose(*given: Any, **more: Any) -> timedelta | None:
        found = look(*given, **more)
        monkeypatch.undo()
        assert all(count_use("a test", most=3, window=HOUR) for _ in range(2))
        return found

    with app.app_context():
        assert count_use("a test", most=3, window=HOUR)
        monkeypatch.setattr(counting, "_wait", look_and_lose)
        assert not count_use("a test", most=3, window=HOUR)


def test_a_use_counts_though_its_row_was_cleared_in_this_moment(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by the right code of another request, which comes between the look at the row and the count."""
    add = counting._add

    def clear_and_add(key: str, *given: Any, **more: Any) -> bool:
        monkeypatch.setattr(counting, "_add", add)
        write_alone(delete(ThrottleCount).where(ThrottleCount.key == key))
        return add(key, *given, **more)

    with app.app_context():
        assert count_use("a test", most=3, window=HOUR)
        monkeypatch.setattr(counting, "_add", clear_and_add)
        assert count_use("a test", most=3, window=HOUR)
