"""Prepared statements for the hot path: compiled once, and sent without the layers above the driver.

This saves about 0.1 ms each. After an error the statement is sent again through SQLAlchemy, which raises its own error.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Engine, Update

from gatepost.database.base import db
from gatepost.database.connection_settings import limits_of_transaction
from gatepost.database.reading import AnySelect, read_all, reading_engine
from gatepost.database.sqlite import execute_when_unlocked
from gatepost.database.writing import write_alone
from gatepost.settings import current_settings


class PreparedStatement:
    """A SELECT that is sent often."""

    def __init__(self, statement: AnySelect) -> None:
        self._statement = statement
        self._prepared = _PreparedFor(statement)

    def rows(self, **values: Any) -> Sequence[Any]:
        """The rows, with *values* bound by name."""
        engine = reading_engine()
        try:
            return self.fetch(engine, values)
        except engine.dialect.loaded_dbapi.Error:
            return read_all(self._statement, values)

    def fetch(self, engine: Engine, values: Mapping[str, Any]) -> Sequence[Any]:
        """The rows, asked of *engine* once. Raises the driver's errors; a dead connection leaves the pool."""
        prepared = self._prepared[engine.dialect]
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            engine.dialect.do_execute(cursor, prepared.sql, prepared.bound(values))
            rows = cursor.fetchall()
            cursor.close()
        except engine.dialect.loaded_dbapi.Error as error:
            if engine.dialect.is_disconnect(error, connection, None):
                connection.invalidate(error)
            raise
        finally:
            connection.close()
        return prepared.converted(rows)


class PreparedClaim:
    """An UPDATE that only one of several requests can win: a transaction of its own, as in :func:`write_alone`.

    It is safe to send it twice, because after the first time it finds no row to change.
    """

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._prepared = _PreparedFor(statement)

    def claim(self, **values: Any) -> int:
        """Send and commit it, with *values* bound by name. Gives the number of changed rows."""
        engine = db.engine
        prepared = self._prepared[engine.dialect]
        try:
            connection = engine.raw_connection()
        except engine.dialect.loaded_dbapi.Error:
            return write_alone(self._statement, values)
        try:
            cursor = connection.cursor()
            if limits := limits_of_transaction(connection.info):
                engine.dialect.do_execute(cursor, limits, None)
            if engine.dialect.name == "sqlite":
                seconds = current_settings().database_timeout.total_seconds()
                execute_when_unlocked(cursor, prepared.sql, prepared.bound(values), lock_timeout=seconds)
            else:
                engine.dialect.do_execute(cursor, prepared.sql, prepared.bound(values))
            changed: int = cursor.rowcount
            cursor.close()
            engine.dialect.do_commit(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            connection.invalidate(error)  # it may have been committed
            return write_alone(self._statement, values)
        finally:
            connection.close()
        return changed


class _Prepared:
    """A statement's SQL in one dialect, with the conversions of its values and rows."""

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
    """A statement prepared for each dialect, at the first use."""

    def __init__(self, statement: "AnySelect | Update") -> None:
        super().__init__()
        self._statement = statement

    def __missing__(self, dialect: Dialect) -> _Prepared:
        prepared = self[dialect] = _Prepared(self._statement, dialect)
        return prepared
