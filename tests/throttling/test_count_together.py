"""Uses of several limits are counted in one transaction, up to the first that allows none."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from gatepost.throttling import count_together as counting
from gatepost.throttling.count_together import Limit, count_together
from gatepost.throttling.count_use import Use
from tests.support.time import SetClock
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine

HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
FEW, MANY = Limit("few", 3, HOUR), Limit("many", 5, YEAR)


def uses(*limits: Limit) -> list[bool]:
    return [bool(use) for use in count_together(*limits) or ()]


def test_the_first_that_is_used_up_says_how_long_to_wait_and_those_behind_it_are_not_counted(
    app: Flask, time: SetClock
) -> None:
    with app.app_context():
        for _ in range(3):
            assert uses(FEW, MANY) == [True, True]
        time.pass_(minutes=20)
        assert count_together(FEW, MANY) == [Use(allowed=False, wait=timedelta(minutes=40))]
        time.pass_(minutes=40)
        assert [uses(FEW, MANY) for _ in range(3)] == [[True, True], [True, True], [True, False]]


@pytest.mark.asvs("15.4.2")
def test_of_many_at_once_as_many_count_as_are_allowed(app: Flask) -> None:
    gate = threading.Barrier(8)

    def use(_: int) -> bool:
        with app.app_context():
            gate.wait(timeout=10)
            return all(uses(FEW, MANY))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 3


@pytest.mark.asvs("15.4.2")
def test_what_others_use_up_between_looking_and_counting_is_used_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A value that was read before does not count, because the condition stands in the statement."""
    add = counting._add_each

    def lose_and_add(*given: Any) -> Any:
        monkeypatch.undo()
        assert [uses(FEW) for _ in range(2)] == [[True]] * 2
        return add(*given)

    with app.app_context():
        assert uses(FEW) == [True]
        monkeypatch.setattr(counting, "_add_each", lose_and_add)
        assert uses(FEW) == [False]


def test_what_is_refused_beside_them_counts_none(app: Flask) -> None:
    with app.app_context():
        assert count_together(FEW, MANY, beside=lambda: False) is None
        assert row_counts(app)["throttle_counts"] == 0
        assert count_together(FEW, MANY, beside=lambda: True) == [Use(allowed=True)] * 2
        assert row_counts(app)["throttle_counts"] == 2
