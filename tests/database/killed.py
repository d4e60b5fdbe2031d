"""Migrations that are killed on their way, and all that a database holds, to compare what became of it."""

import os
import signal
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Column, DateTime, Engine, Integer, MetaData, event, inspect, select

from gatepost.database import db

_LOOKS = ("SELECT", "SHOW", "PRAGMA", "DESCRIBE", "BEGIN", "SET", "ROLLBACK")
_MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
_NOT_FILLED = ("alembic_version", "audit_chain")
_ROWS = 4


def kill_at_every_statement(migrate: Callable[[], None]) -> set[str]:
    """Run *migrate* again and again, each time killed at its first change that no run was killed at. Gives all these.

    MariaDB keeps the changes of tables of a killed run, so the next one goes on from there.
    """
    killed_at: set[str] = set()
    while (statement := run_until_killed(migrate, killed_at)) is not None:
        killed_at.add(statement)
    return killed_at


def run_until_killed(migrate: Callable[[], None], not_at: set[str]) -> str | None:
    """Run *migrate* in a process that is killed before its first change that is *not_at* these, and give this change.

    None: it arrived.
    """
    for engine in db.engines.values():
        engine.dispose()
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            listen_to_changes(partial(_die_before, not_at=not_at, tell=tell))
            migrate()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(tell)
    with os.fdopen(told) as pipe:
        statement = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), "see the traceback above"
    return statement if status else None


def _die_before(statement: str, *, not_at: set[str], tell: int) -> None:
    if statement not in not_at:
        os.write(tell, statement.encode())
        os.kill(os.getpid(), signal.SIGKILL)


def listen_to_changes(hear: Callable[[str], None]) -> None:
    """Call *hear* before each statement of this process that changes something, and before a COMMIT of any."""
    changed = False

    def send(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        nonlocal changed
        statement = statement.strip()
        if not statement.upper().startswith(_LOOKS):
            changed = True
            # The constraints of a table that is copied come in any order.
            hear(statement.partition("(")[0] if statement.startswith("CREATE TABLE") else statement)

    def commit(_connection: Any) -> None:
        if changed:
            hear("COMMIT")

    event.listen(Engine, "before_cursor_execute", send)
    event.listen(Engine, "commit", commit)


def fill_every_table() -> None:
    """Add rows to each table: one whose every column has a value, one with as few as may be, and two between."""
    reflected = MetaData()
    with db.engine.begin() as connection:
        reflected.reflect(connection)
        for table in reflected.sorted_tables:
            if table.name not in _NOT_FILLED:
                connection.execute(table.insert(), [_row(table, number) for number in range(_ROWS)])


def _row(table: Any, number: int) -> dict[str, Any]:
    return {
        column.name: None if column.nullable and number & (1 << place % 2) else _value(column, number)
        for place, column in enumerate(table.columns)
    }


def _value(column: Column[Any], number: int) -> Any:
    for key in column.foreign_keys:
        return _value(key.column, number)
    if isinstance(column.type, Integer):
        return number + 1
    if isinstance(column.type, DateTime):
        return _MOMENT if column.type.timezone else _MOMENT.replace(tzinfo=None)
    return f"{number}{column.table.name}{column.name}"[: getattr(column.type, "length", None)]


def all_there_is() -> dict[str, Any]:
    """Tables with their columns, constraints, indexes and rows."""
    reflected = MetaData()
    with db.engine.connect() as connection:
        reflected.reflect(connection)
        look = inspect(connection)
        return {
            name: {
                "columns": [(each["name"], str(each["type"]), each["nullable"]) for each in look.get_columns(name)],
                "key": look.get_pk_constraint(name)["constrained_columns"],
                "indexes": sorted((each["name"], each["column_names"]) for each in look.get_indexes(name)),
                "unique": sorted((each["name"], each["column_names"]) for each in look.get_unique_constraints(name)),
                "foreign": sorted((each["name"], str(each["options"])) for each in look.get_foreign_keys(name)),
                "rows": sorted(map(repr, connection.execute(select(table)).all())),
            }
            for name, table in reflected.tables.items()
        }
