"""Steps of a migration that can be repeated: each looks first whether it is done.

MariaDB and MySQL commit with each change of a table, so a migration that is killed leaves some of its steps done and
others not. The next run finishes it. The files in ``versions/`` change tables through these functions only.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from gatepost.settings import BadSettings

# For MariaDB and MySQL; the other engines ignore it.
_OPTIONS: dict[str, Any] = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}


def has_table(name: str) -> bool:
    """Whether there is a table of this *name*."""
    return _look().has_table(name)


def has_column(table: str, name: str) -> bool:
    """Whether *table* has a column of this *name*."""
    return name in _columns_of(table)


def create_table(name: str, *parts: Any, indexes: Mapping[str, Sequence[str]] | None = None, **options: Any) -> None:
    """Create a table of these columns and constraints, and its *indexes*: the columns of each, by its name.

    Raises BadSettings if there is a table of this name that we did not create.
    """
    if not has_table(name):
        op.create_table(name, *parts, **_OPTIONS, **options)
    elif {part.name for part in parts if isinstance(part, sa.Column)} - _columns_of(name).keys():
        adopt = " If it is that of the founding document, run: gatepost adopt --dry-run" if name == "users" else ""
        raise BadSettings(
            f"A table {name} of another program already exists. Rename it, or use another database.{adopt}"
        )
    for index, columns in (indexes or {}).items():
        create_index(index, name, columns)


def drop_table(name: str) -> None:
    """Drop the table with its indexes."""
    if has_table(name):
        op.drop_table(name)


def create_index(name: str, table: str, columns: Sequence[str]) -> None:
    """Create the index *name* on these *columns*."""
    if name not in _indexes_of(table):
        op.create_index(name, table, list(columns))


def drop_index(name: str, table: str) -> None:
    """Drop the index *name*."""
    if name in _indexes_of(table):
        op.drop_index(name, table)


class Alteration:
    """The changes of one table that are not made yet."""

    def __init__(self, table: str, batch: Any) -> None:
        self._batch = batch
        self._nullable = _columns_of(table)
        self._lengths = {each["name"]: getattr(each["type"], "length", None) for each in _look().get_columns(table)}
        self._constraints = {each["name"] for each in _look().get_unique_constraints(table)}

    def add_column(self, column: sa.Column[Any]) -> None:
        """Add *column*."""
        if column.name not in self._nullable:
            self._batch.add_column(column)

    def drop_column(self, name: str) -> None:
        """Drop the column *name*, with its values."""
        if name in self._nullable:
            self._batch.drop_column(name)

    def set_nullable(self, name: str, of_type: Any, *, nullable: bool) -> None:
        """Let the column *name*, which is *of_type*, be empty or not."""
        if self._nullable[name] != nullable:
            self._batch.alter_column(name, existing_type=of_type, nullable=nullable)

    def set_length(self, name: str, of_type: Any, *, to: Any, nullable: bool) -> None:
        """Let the column *name*, which is *of_type*, hold texts of another length, that of the type *to*."""
        if self._lengths[name] != to.length:
            self._batch.alter_column(name, existing_type=of_type, type_=to, existing_nullable=nullable)

    def create_unique(self, name: str, columns: Sequence[str]) -> None:
        """Create the unique constraint *name* on these *columns*."""
        if name not in self._constraints:
            self._batch.create_unique_constraint(name, list(columns))

    def drop_unique(self, name: str) -> None:
        """Drop the unique constraint *name*."""
        if name in self._constraints:
            self._batch.drop_constraint(name, type_="unique")


@contextmanager
def alter_table(name: str) -> Iterator[Alteration]:
    """Change a table. SQLite copies it once for all changes of the block; the others make one after the other."""
    with op.batch_alter_table(name) as batch:
        yield Alteration(name, batch)


def _look() -> sa.Inspector:
    """A new inspector, because one remembers what it saw."""
    return sa.inspect(op.get_bind())


def _columns_of(table: str) -> dict[str, bool]:
    """Whether each column of *table* may be empty."""
    return {column["name"]: column["nullable"] for column in _look().get_columns(table)}


def _indexes_of(table: str) -> set[str | None]:
    return {index["name"] for index in _look().get_indexes(table)}
