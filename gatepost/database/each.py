"""Deeds that do the same for many, a transaction for each."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from gatepost.database.base import db

T = TypeVar("T")


def do_each(items: Iterable[T], do: Callable[[T], object]) -> None:
    """Do this for each item; *do* commits. A failure of one rolls it back and stops no other.

    Raises the first failure, after all were tried.
    """
    first: Exception | None = None
    for item in items:
        try:
            do(item)
        except Exception as error:  # of any kind: the others have nothing to do with it
            db.session.rollback()
            first = first or error
    if first is not None:
        raise first
