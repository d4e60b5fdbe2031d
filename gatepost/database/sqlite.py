"""SQLite as we use it: durable, in WAL mode, with foreign keys, and with one patient writer at a time."""

import sqlite3
import threading
from typing import Any

from sqlalchemy import Connection, Engine, event

from gatepost import clock
from gatepost.database.changes import watch_changes

ALONE = "gatepost_alone"  # execution option: what is sent is one statement, and so is the transaction
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0002, 0.005  # seconds
_rest = threading.Event()


def set_up_sqlite(engine: Engine, *, writer: bool, foreign_keys: bool, patience: float) -> None:
    """Prepare every connection of *engine*. A *writer* waits up to *patience* seconds for the file's lock."""
    watch_changes(engine, writer=writer)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode = WAL", "synchronous = FULL", f"foreign_keys = {foreign_keys}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA busy_timeout = 0" if writer else "PRAGMA query_only = ON")

    if writer:
        _take_the_lock_at_the_start(engine)
        _wait_for_the_lock(engine, patience)


def _take_the_lock_at_the_start(engine: Engine) -> None:
    """A transaction that reads first and writes later would fail when another has written in between."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(ALONE):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _wait_for_the_lock(engine: Engine, patience: float) -> None:
    @event.listens_for(engine, "do_execute")
    def execute(cursor: Any, statement: str, parameters: Any, _context: Any) -> bool:
        execute_patiently(cursor, statement, parameters, patience)
        return True


def execute_patiently(cursor: Any, statement: str, parameters: Any, patience: float) -> None:
    """Send the statement again and again while another process has the file's lock, for so many seconds.

    SQLite itself would sleep for whole milliseconds, many times as long as another has it.
    """
    until, pause = clock.stopwatch() + patience, _FIRST_PAUSE
    while True:
        try:
            cursor.execute(statement, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or clock.stopwatch() >= until:
                raise
            _rest.wait(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        else:
            return
