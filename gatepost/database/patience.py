"""An engine whose every wait ends with the request's deadline, on each engine and driver."""

from collections.abc import Callable
from functools import partial
from math import ceil
from typing import Any

from sqlalchemy import Engine, QueuePool, event
from sqlalchemy.exc import TimeoutError  # noqa: A004  the pool's

from gatepost import clock
from gatepost.database.cut_off import run_or_cut_off
from gatepost.database.deadline import refuse_if_over, spend, time_left
from gatepost.database.lines import keep_line, keep_line_of, open_line
from gatepost.metrics import METRICS
from gatepost.settings import current_settings

LOOK = 1  # seconds of one wait for a free connection; SQLAlchemy takes whole ones only
_GRACE = 0.5  # seconds in which the server itself gives up, so that the connection is kept
_NO_CONNECTION = 2003  # CR_CONN_HOST_ERROR of MariaDB and MySQL
_EXECUTING = ("do_execute", "do_executemany", "do_execute_no_params")  # of a dialect; each takes a cursor first
_ENDING = ("do_commit", "do_rollback", "do_ping")  # each takes a connection first


class PatientPool(QueuePool):
    """A pool in which a request waits for a connection as long as its deadline allows. Raises TimeoutError.

    The pool's own limit is that of one look: :data:`LOOK`. Without a request, ``DATABASE_TIMEOUT`` is the limit.
    """

    def connect(self) -> Any:
        """A connection from the pool."""
        begun = clock.stopwatch()
        try:
            return self._connect(begun)
        finally:
            if METRICS.on:
                METRICS.waited_for_connection(str(self.logging_name), clock.stopwatch() - begun)

    def _connect(self, begun: float) -> Any:
        while True:
            refuse_if_over()
            try:
                return spend(super().connect)
            except TimeoutError:
                if clock.stopwatch() - begun >= current_settings().database_timeout.total_seconds():
                    raise


def give_up_in_time(engine: Engine, *, timeout: float) -> None:
    """Cut off each operation of *engine* that its server does not answer before the request's deadline.

    *timeout*: the setting ``DATABASE_TIMEOUT``, in seconds. Without a request each operation has twice as long, as a
    statement has on PostgreSQL. SQLite has no server: it waits for locks only (``sqlite.py``).
    """
    dialect: Any = engine.dialect
    if dialect.name == "sqlite":
        return
    for name in _EXECUTING:
        setattr(dialect, name, partial(_execute, getattr(dialect, name), 2 * timeout))
    for name in _ENDING:
        setattr(dialect, name, partial(_end, getattr(dialect, name), 2 * timeout))
    event.listen(engine, "do_connect", partial(connect_in_time, 2 * timeout))


def _execute(execute: Callable[..., Any], otherwise: float, cursor: Any, *rest: Any) -> Any:
    refuse_if_over()
    seconds = time_left(otherwise) + _GRACE
    return spend(run_or_cut_off, cursor.connection, seconds, execute, cursor, *rest)


def _end(end: Callable[..., Any], otherwise: float, connection: Any) -> Any:
    """Also after the deadline, because a transaction has to be ended."""
    seconds = time_left(otherwise) + _GRACE
    return spend(run_or_cut_off, connection, seconds, end, connection)


def connect_in_time(otherwise: float, dialect: Any, _record: Any, arguments: Any, named: dict[str, Any]) -> Any:
    """Connect in time. None: SQLAlchemy connects, by libpq, which applies its limit to the whole way in."""
    refuse_if_over()
    seconds = min(time_left(otherwise), named.get("connect_timeout", otherwise))
    named["connect_timeout"] = max(1, ceil(seconds))
    if dialect.driver == "mysqldb":  # it applies its limit to the whole way in, too
        connection = dialect.connect(*arguments, **named)
        keep_line_of(connection)
        return connection
    if dialect.driver != "pymysql":
        return None
    connection = dialect.loaded_dbapi.Connection(*arguments, defer_connect=True, **named)
    try:
        line = open_line(named, timeout=seconds)
    except OSError as error:
        where = named.get("unix_socket") or named.get("host")
        raise dialect.loaded_dbapi.OperationalError(_NO_CONNECTION, f"Can't connect to {where!r} ({error})") from error
    keep_line(connection, line)
    run_or_cut_off(connection, seconds + _GRACE, connection.connect, line)  # its own limit ends before the greeting
    return connection
