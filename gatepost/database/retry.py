"""Retry of a deed whose transaction conflicted with another and was rolled back whole."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from gatepost.crypto import random_bytes
from gatepost.database.base import db
from gatepost.database.deadline import time_left
from gatepost.database.faults import is_conflict
from gatepost.threads import pause

T = TypeVar("T")
_TRIES = 5
_SHORTEST = 0.01  # seconds; each pause may be three times as long as the one before


class _Committed:
    """Results that the present deed committed before its own transaction, and how many of them this run has passed."""

    __slots__ = ("passed", "results")

    def __init__(self) -> None:
        self.results: dict[str, list[Any]] = {}
        self.passed: dict[str, int] = {}


_committed: ContextVar[_Committed | None] = ContextVar("committed", default=None)


def retry_on_conflict(deed: Callable[[], T]) -> T:
    """The result of *deed*. Retry on a conflict, up to five times and before the deadline; then raise the error.

    The pauses between have random lengths. Otherwise two writers on two nodes of a cluster would meet again each time.
    """
    committed = _Committed()
    outside = _committed.set(committed)
    try:
        for tries_left in reversed(range(_TRIES)):
            try:
                return deed()
            except Exception as error:
                if not tries_left or not is_conflict(error) or time_left(otherwise=1) <= 0:
                    raise
                db.session.rollback()
                committed.passed.clear()
            _pause(_TRIES - tries_left)
        raise AssertionError("unreachable")
    finally:
        _committed.reset(outside)


def retry_alone(transaction: Callable[[], T]) -> T:
    """The result of a *transaction* of its own, retried in the same way, unless the deed around it will be."""
    return transaction() if _committed.get() is not None else retry_on_conflict(transaction)


def commit_once(key: str, commit: Callable[[], T]) -> T:
    """The result of *commit*, a transaction of its own that must happen once, however often its deed is retried.

    A count is such a one: counted again, the retry of a right request would be refused. The first call with a *key* in
    a retry gets the result of the first call with it in the run before, the second that of the second, and so on.
    """
    committed = _committed.get()
    if committed is None:
        return commit()
    results: list[T] = committed.results.setdefault(key, [])
    place = committed.passed.get(key, 0)
    if place == len(results):
        results.append(commit())
    committed.passed[key] = place + 1
    return results[place]


def _pause(tries: int) -> None:
    share = random_bytes(1)[0] / 255
    pause(share * _SHORTEST * 3 ** (tries - 1))
