"""Reading: through the pool whose statements are each a transaction of their own.

A connection that turns out to be dead is replaced and the statement sent once more: reading is safe to repeat.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Dialect, Engine, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gatepost import clock
from gatepost.database.base import db
from gatepost.database.changes import changes_of
from gatepost.database.engines import READER

_LONGEST = 1.0  # seconds
_MOST_ANSWERS = 10_000

T = TypeVar("T")
AnySelect: TypeAlias = "Select[*tuple[Any, ...]]"


def reading_engine() -> Engine:
    """The pool that reads, of the present application: one database has one."""
    return db.engines[READER]


def read_one(statement: Select[T]) -> T | None:
    """The one object that *statement* finds, detached; None if there is none."""

    def read() -> T | None:
        with Session(reading_engine(), expire_on_commit=False) as session:
            return session.scalar(statement)

    return steadily(read)


def read_all(statement: AnySelect, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """All rows that *statement* finds, as plain tuples."""

    def read() -> Sequence[Any]:
        with reading_engine().connect() as connection:
            return connection.execute(statement, values).all()

    return steadily(read)


def steadily(read: Callable[[], T]) -> T:
    """What *read* gives; done once more if its connection turns out to be dead."""
    try:
        return read()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return read()


class HotStatement:
    """A statement for the hot path: compiled once, and sent without the layers above the driver.

    That is worth about 0.1 ms of each authenticated request. Whatever goes wrong there is tried again
    through SQLAlchemy, which then tells what it was.
    """

    def __init__(self, statement: AnySelect) -> None:
        self._statement = statement
        self._prepared: dict[Dialect, _Prepared] = {}

    def rows(self, **values: Any) -> Sequence[Any]:
        """The rows, with the values of *values* bound by name."""
        engine = reading_engine()
        prepared = self._prepared.get(engine.dialect)
        if prepared is None:
            prepared = self._prepared[engine.dialect] = _Prepared(self._statement, engine.dialect)
        try:
            connection = engine.raw_connection()
        except engine.dialect.loaded_dbapi.Error:
            return read_all(self._statement, values)
        try:
            cursor = connection.cursor()
            cursor.execute(prepared.sql, prepared.bound(values))
            rows = cursor.fetchall()
            cursor.close()
        except engine.dialect.loaded_dbapi.Error as error:
            if engine.dialect.is_disconnect(error, connection, None):
                connection.invalidate(error)
            rows = None
        finally:
            connection.close()
        return read_all(self._statement, values) if rows is None else prepared.converted(rows)


class RememberedStatement(HotStatement):
    """A hot statement whose answer is used again while nothing at all was committed to the database.

    That is known on SQLite only; elsewhere it asks each time. What another program writes into the file, which tells
    nobody, is seen after _LONGEST.
    """

    def __init__(self, statement: AnySelect) -> None:
        super().__init__(statement)
        self._answers: dict[tuple[Any, ...], tuple[bytes, float, Sequence[Any]]] = {}
        self._remembering = threading.Lock()

    def rows(self, **values: Any) -> Sequence[Any]:
        """The rows, with the values of *values* bound by name: no time among them, for then nothing is used again."""
        changes = changes_of(reading_engine())
        if changes is None:
            return super().rows(**values)
        mark, moment, key = changes.mark(), clock.stopwatch(), tuple(values.values())
        known = self._answers.get(key)
        if known is not None and known[0] == mark and moment < known[1]:
            return known[2]
        rows = super().rows(**values)
        with self._remembering:
            self._answers.pop(key, None)
            if len(self._answers) >= _MOST_ANSWERS:
                del self._answers[next(iter(self._answers))]
            self._answers[key] = mark, moment + _LONGEST, rows
        return rows


class _Prepared:
    """The text of a statement in one engine's dialect, and how values go in and come out."""

    def __init__(self, statement: AnySelect, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self._order = list(compiled.positiontup or [])
        self._into = {
            name: parameter.type.dialect_impl(dialect).bind_processor(dialect)
            for name, parameter in compiled.binds.items()
        }
        self._fixed = {name: parameter.value for name, parameter in compiled.binds.items() if not parameter.required}
        processors = [
            (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for place, column in enumerate(statement.selected_columns)
        ]
        self._out_of = [(place, process) for place, process in processors if process is not None]

    def bound(self, values: Mapping[str, Any]) -> Any:
        ready = {
            name: process(value) if (process := self._into[name]) else value
            for name, value in {**self._fixed, **values}.items()
        }
        return [ready[name] for name in self._order] if self._order else ready

    def converted(self, rows: Sequence[Any]) -> Sequence[Any]:
        if not self._out_of:
            return rows
        lists = [list(row) for row in rows]
        for row in lists:
            for place, process in self._out_of:
                row[place] = process(row[place])
        return lists
