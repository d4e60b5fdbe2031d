"""Statements for the hot path: compiled once, and sent without the layers above the driver.

That is worth about 0.1 ms each. Whatever goes wrong there is tried again through SQLAlchemy, which then
tells what it was.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Update

from gatepost import clock
from gatepost.database.base import db
from gatepost.database.changes import changes_of
from gatepost.database.reading import AnySelect, read_all, reading_engine
from gatepost.database.sqlite import execute_patiently
from gatepost.database.writing import write_alone
from gatepost.settings import current_settings

_LONGEST = 1.0  # seconds
_MOST_ANSWERS = 10_000


class PreparedStatement:
    """A question that is asked often."""

    def __init__(self, statement: AnySelect) -> None:
        self._statement = statement
        self._prepared = _PreparedFor(statement)

    def rows(self, **values: Any) -> Sequence[Any]:
        """The rows, with the values of *values* bound by name."""
        engine = reading_engine()
        prepared = self._prepared[engine.dialect]
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


class CachedStatement(PreparedStatement):
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


class PreparedClaim:
    """An UPDATE that only one can win, made often: a transaction of its own, as :func:`write_alone` sends it.

    To send it twice does no harm: what was done the first time leaves the second nothing to change.
    """

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._prepared = _PreparedFor(statement)

    def claim(self, **values: Any) -> int:
        """How many rows it changed, with the values of *values* bound by name. It is committed then."""
        engine = db.engine
        prepared = self._prepared[engine.dialect]
        try:
            connection = engine.raw_connection()
        except engine.dialect.loaded_dbapi.Error:
            return write_alone(self._statement, values)
        try:
            cursor = connection.cursor()
            if engine.dialect.name == "sqlite":
                patience = current_settings().database_timeout.total_seconds()
                execute_patiently(cursor, prepared.sql, prepared.bound(values), patience)
            else:
                cursor.execute(prepared.sql, prepared.bound(values))
            changed: int = cursor.rowcount
            cursor.close()
            engine.dialect.do_commit(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            connection.invalidate(error)  # nobody knows how far it came
            return write_alone(self._statement, values)
        finally:
            connection.close()
        return changed


class _Prepared:
    """The text of a statement in one engine's dialect, and how values go in and come out."""

    def __init__(self, statement: "AnySelect | Update", dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self._order = list(compiled.positiontup or [])
        self._into = {
            name: parameter.type.dialect_impl(dialect).bind_processor(dialect)
            for name, parameter in compiled.binds.items()
        }
        self._fixed = {name: parameter.value for name, parameter in compiled.binds.items() if not parameter.required}
        columns = () if isinstance(statement, Update) else statement.selected_columns
        processors = [
            (place, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for place, column in enumerate(columns)
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


class _PreparedFor(dict[Dialect, _Prepared]):
    """A statement as each dialect sends it, prepared when it is first asked for."""

    def __init__(self, statement: "AnySelect | Update") -> None:
        super().__init__()
        self._statement = statement

    def __missing__(self, dialect: Dialect) -> _Prepared:
        prepared = self[dialect] = _Prepared(self._statement, dialect)
        return prepared
