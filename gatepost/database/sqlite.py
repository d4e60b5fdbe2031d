"""Set-up of SQLite: durable, in WAL mode, with foreign keys, and with writers that wait for the file's lock."""

import sqlite3
import threading
from typing import Any

from sqlalchemy import Connection, Engine, event

from gatepost import clock
from gatepost.database.changes import watch_changes

ALONE = "gatepost_alone"  # execution option: the transaction is a single statement, so it needs no BEGIN
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0002, 0.005  # seconds
_never = threading.Event()


def set_up_sqlite(engine: Engine, *, writer: bool, foreign_keys: bool, lock_timeout: float) -> None:
    """Set up every connection of *engine*. A *writer* waits up to *lock_timeout* seconds for the file's lock."""
    watch_changes(engine, writer=writer)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves
        for pragma in ("journal_mode = WAL", "synchronous = FULL", f"foreign_keys = {foreign_keys}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA busy_timeout = 0" if writer else "PRAGMA query_only = ON")

    if writer:
        _lock_at_begin(engine)
        _wait_for_lock(engine, lock_timeout)


def _lock_at_begin(engine: Engine) -> None:
    """Lock at BEGIN. Otherwise a transaction that reads first fails if another has written before it writes."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(ALONE):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def _wait_for_lock(engine: Engine, lock_timeout: float) -> None:
    @event.listens_for(engine, "do_execute")
    def execute(cursor: Any, statement: str, parameters: Any, _context: Any) -> bool:
        execute_when_unlocked(cursor, statement, parameters, lock_timeout=lock_timeout)
        return True


def execute_when_unlocked(cursor: Any, statement: str, parameters: Any, *, lock_timeout: float) -> None:
    """Execute *statement*; retry up to *lock_timeout* seconds while another process has the file's lock.

    SQLite's own waiting sleeps for whole milliseconds, many times as long as a lock is held. Raises OperationalError.
    """
    until, pause = clock.stopwatch() + lock_timeout, _FIRST_PAUSE
    while True:
        try:
            cursor.execute(statement, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or clock.stopwatch() >= until:
                raise
            _never.wait(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        else:
            return
