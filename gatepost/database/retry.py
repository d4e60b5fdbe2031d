"""Retry of a deed whose transaction conflicted with another and was rolled back whole."""

from collections.abc import Callable
from typing import TypeVar

from gatepost.database.base import db
from gatepost.database.faults import is_conflict

T = TypeVar("T")
_TRIES = 5


def retry_on_conflict(deed: Callable[[], T]) -> T:
    """The result of *deed*. Retry up to five times on a conflict, then raise the error."""
    for tries_left in reversed(range(_TRIES)):
        try:
            return deed()
        except Exception as error:
            if not tries_left or not is_conflict(error):
                raise
            db.session.rollback()
    raise AssertionError("unreachable")
