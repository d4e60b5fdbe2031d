"""One deadline for all that a request waits for in the database: connections, locks and answers, retries included.

Only the time that a thread waits is counted, because the wait for a password's hash has a limit of its own. Outside of
a request, as in housekeeping, each operation has a limit of its own.
"""

from collections.abc import Callable
from contextvars import ContextVar, Token
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import TimeoutError as PoolTimeout

from gatepost import clock

P = ParamSpec("P")
T = TypeVar("T")


class _Deadline:
    """The time that is left to the present request, in seconds."""

    __slots__ = ("left",)

    def __init__(self, seconds: float) -> None:
        self.left = seconds


_present: ContextVar[_Deadline | None] = ContextVar("database_deadline", default=None)
State = Token[_Deadline | None]


def begin_deadline(seconds: float) -> State:
    """Give this thread so many seconds in the database from now on, until :func:`end_deadline`."""
    return _present.set(_Deadline(seconds))


def end_deadline(state: State) -> None:
    """End what :func:`begin_deadline` began."""
    _present.reset(state)


def time_left(otherwise: float) -> float:
    """The seconds that are left to the request, at least 0; *otherwise*, if there is no request."""
    deadline = _present.get()
    return otherwise if deadline is None else max(0.0, deadline.left)


def refuse_if_over() -> None:
    """Raise SQLAlchemy's TimeoutError if no time is left to the request."""
    deadline = _present.get()
    if deadline is not None and deadline.left <= 0:
        raise PoolTimeout("GATEPOST_DATABASE_TIMEOUT: the request has waited for the database as long as it may")


def spend(wait: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """The result of *wait*, whose time is taken from the request's. Time that it spends itself is not counted twice."""
    deadline = _present.get()
    if deadline is None:
        return wait(*arguments, **named)
    left, begun = deadline.left, clock.stopwatch()
    try:
        return wait(*arguments, **named)
    finally:
        deadline.left = left - (clock.stopwatch() - begun)
