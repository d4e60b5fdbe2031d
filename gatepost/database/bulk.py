"""Many at once: rows that are inserted by a statement that is compiled once, and values that are looked up.

SQLAlchemy compiles and binds for each row anew, which is a third of the time of an import.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ARRAY, Connection, Dialect, Text, bindparam, func, insert, select, true

from gatepost.database.base import Base

_Row = Sequence[Any]


def find_among(
    connection: Connection, column: Any, values: Sequence[str], *columns: Any, where: Sequence[Any] = ()
) -> Sequence[Any]:
    """These *columns* of the rows *where* the *column*, which is unique there, has one of many *values*.

    PostgreSQL gets the values in one parameter, because its driver takes as long for a thousand as to insert as many
    rows; and it looks each up by the index. While tables grow faster than their statistics, it would otherwise read
    all of them for each batch.
    """
    if connection.dialect.name != "postgresql":
        return connection.execute(select(*columns).where(*where, column.in_(values))).all()
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # until the transaction ends
    whole = func.unnest(bindparam("given", list(values), type_=ARRAY(Text())))
    given = whole.table_valued("value", name="given").render_derived()
    one = select(*columns).where(*where, column == given.c.value).limit(1).lateral()
    return connection.execute(select(*one.c).select_from(given.join(one, true()))).all()


class BulkInsert:
    """An INSERT into these columns of *table*. All are named that have a default in Python."""

    def __init__(self, table: type[Base], *names: str) -> None:
        self._table, self._names = table, names
        self._for: dict[Dialect, _Compiled] = {}

    def send(self, connection: Connection, rows: Sequence[_Row]) -> None:
        """Insert *rows*, whose values are in the order of the names, in the transaction of *connection*."""
        if rows:
            dialect = connection.dialect
            if dialect not in self._for:
                self._for[dialect] = _Compiled(self._table, self._names, dialect)
            compiled = self._for[dialect]
            connection.exec_driver_sql(compiled.sql, compiled.bound(rows))


class _Compiled:
    """The statement in one dialect."""

    def __init__(self, table: type[Base], names: Sequence[str], dialect: Dialect) -> None:
        compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
        assert set(compiled.binds) == set(names), compiled.binds.keys()  # noqa: S101  no default was left to it
        self.sql = str(compiled)
        self._names = names
        positions = compiled.positiontup
        self._order = None if positions is None else [names.index(name) for name in positions]
        converters = ((place, _converter(compiled.binds[name].type, dialect)) for place, name in enumerate(names))
        self._converters = [(place, converter) for place, converter in converters if converter is not None]

    def bound(self, rows: Sequence[_Row]) -> list[Any]:
        """The parameters: tuples, or dictionaries where the driver wants names."""
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place, converter in self._converters:
            values = {value: converter(value) for value in set(columns[place])}  # many are the same moment
            columns[place] = [values[value] for value in columns[place]]
        if self._order is None:
            return [dict(zip(self._names, row, strict=True)) for row in zip(*columns, strict=True)]
        return list(zip(*(columns[place] for place in self._order), strict=True))


def _converter(of_type: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    converter: Callable[[Any], Any] | None = of_type.dialect_impl(dialect).bind_processor(dialect)
    return converter
