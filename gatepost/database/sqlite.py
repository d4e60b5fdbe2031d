"""Set-up of SQLite: durable, in WAL mode, with foreign keys, and with writers that wait for the file's lock."""

import sqlite3
import threading
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, event

from gatepost import clock
from gatepost.database.deadline import spend, time_left
from gatepost.database.traced import traced

ALONE = "gatepost_alone"  # execution option: the transaction is a single statement, so it needs no BEGIN
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0002, 0.005  # seconds
_never = threading.Event()


def set_up_sqlite(engine: Engine, *, writer: bool, foreign_keys: bool, lock_timeout: float) -> None:
    """Set up every connection of *engine*. A *writer* waits up to *lock_timeout* seconds for the file's lock."""

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


@partial(traced, "sqlite")
def execute_when_unlocked(cursor: Any, statement: str, parameters: Any, *, lock_timeout: float) -> None:
    """Execute *statement*; retry while another process has the file's lock.

    It waits up to *lock_timeout* seconds, and not longer than the request's deadline.

    SQLite's own waiting sleeps for whole milliseconds, many times as long as a lock is held. Raises OperationalError;
    the cursor is closed then, because otherwise its connection holds the file also after it is closed.
    """
    try:
        cursor.execute(statement, parameters)
    except sqlite3.OperationalError as error:
        if not _is_locked(error):
            cursor.close()
            raise
    else:
        return
    spend(_execute_later, cursor, statement, parameters, clock.stopwatch() + time_left(lock_timeout))


def _execute_later(cursor: Any, statement: str, parameters: Any, until: float) -> None:
    pause = _FIRST_PAUSE
    while True:
        _never.wait(pause)
        try:
            cursor.execute(statement, parameters)
        except sqlite3.OperationalError as error:
            if not _is_locked(error) or clock.stopwatch() >= until:
                cursor.close()
                raise
            pause = min(pause * 1.5, _LONGEST_PAUSE)
        else:
            return


def _is_locked(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
