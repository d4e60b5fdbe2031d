"""Look at a database before it is adopted. Nothing is changed: on SQLite the file is opened to be read only."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Inspector, NullPool, create_engine, inspect

from gatepost.adoption.original import (
    HISTORY,
    KEPT_HISTORY,
    ON_THE_WAY,
    ORIGINAL,
    State,
    read_old_users,
    state_of,
    tables_referring,
    unknown_columns,
)
from gatepost.adoption.plan import Plan
from gatepost.database import reading_engine
from gatepost.database.engines import sqlite_file
from gatepost.migrations.tables import METADATA
from gatepost.settings import BadSettings, current_settings

# Tables that a migration makes and a later one drops or renames.
_FORMER = frozenset({"address_undos", "allowances", "failed_attempts", "pending_addresses", "provider_uses"})


class Survey(NamedTuple):
    """The *state* of the adoption, the *plan* for the rows, and what only the kept table has.

    *columns* are those that somebody added to the original's table; the tables *referring* have a foreign key to it.
    """

    state: State
    plan: Plan
    columns: list[str]
    referring: list[str]


@contextmanager
def looking() -> Iterator[Connection]:
    """A connection that reads only. Raises SQLAlchemyError."""
    file = sqlite_file(current_settings())
    if file is None:
        with reading_engine().connect() as connection:
            yield connection
        return
    engine = create_engine("sqlite://", creator=partial(_open_to_read, file), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def survey(connection: Connection, zone: tzinfo) -> Survey:
    """Look at the original's table. Raises BadSettings where there is none, or others have names of ours."""
    state = state_of(connection)
    if state == "none":
        raise BadSettings(
            f"There is no table {ORIGINAL} of the founding document's application in this database"
            " (SQLALCHEMY_DATABASE_URI), so there is nothing to adopt."
        )
    look = inspect(connection)
    if state == "adopted":
        return Survey(state, Plan([]), [], [])
    name = ORIGINAL
    if state == "on the way":
        name = ON_THE_WAY
    else:
        _refuse_taken_names(look)
    return Survey(
        state,
        Plan(read_old_users(connection, name), zone),
        unknown_columns(look, name),
        tables_referring(look, name),
    )


def _refuse_taken_names(look: Inspector) -> None:
    ours = {*METADATA.tables, *_FORMER, ON_THE_WAY, KEPT_HISTORY} - {ORIGINAL, HISTORY}
    taken = sorted(ours & {*look.get_table_names(), *look.get_view_names()})
    if taken:
        raise BadSettings(
            f"Tables or views of other programs have names that Gatepost needs: {', '.join(taken)}. Rename them, or"
            f" copy {ORIGINAL} to a database of its own. Nothing was changed."
        )


def _open_to_read(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
