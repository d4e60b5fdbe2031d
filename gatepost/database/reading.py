"""Reading, through the pool in which each statement is a transaction of its own.

If a connection is dead, it is replaced and the statement sent once more, because reads are safe to repeat.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Engine, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gatepost.database.base import db
from gatepost.database.engines import READER

T = TypeVar("T")
AnySelect: TypeAlias = "Select[*tuple[Any, ...]]"


def reading_engine() -> Engine:
    """The reading pool of the present application."""
    return db.engines[READER]


def read_one(statement: Select[T], values: Mapping[str, Any] | None = None) -> T | None:
    """The object that *statement* finds with these *values*, detached; None if there is none."""

    def read() -> T | None:
        with Session(reading_engine(), expire_on_commit=False) as session:
            return (
                session.scalars(statement, values).unique().first()
            )  # with what is joined it may come in several rows

    return retry_if_disconnected(read)


def read_all(statement: AnySelect, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """All rows that *statement* finds, as plain tuples."""

    def read() -> Sequence[Any]:
        with reading_engine().connect() as connection:
            return connection.execute(statement, values).all()

    return retry_if_disconnected(read)


def retry_if_disconnected(read: Callable[[], T]) -> T:
    """The result of *read*, which is called once more if its connection is dead."""
    try:
        return read()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return read()
