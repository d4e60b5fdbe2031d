"""Waiting at a start for a database that is away, as after a reboot that started both."""

import sqlite3
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from gatepost import clock
from gatepost.database.faults import is_unavailable
from gatepost.settings import current_settings

T = TypeVar("T")
_PAUSE = 1.0  # seconds between two attempts
_LINE_EVERY = 5.0  # seconds between two lines in the log
# MariaDB and MySQL answer with numbers below 2000. These pass: too many connections, no quorum, shutdown, a lock,
# a deadlock, read-only (three), killed. All others stay, such as a wrong password or an unknown column.
_MYSQL_PASSING = frozenset({1040, 1047, 1053, 1205, 1213, 1290, 1792, 1836, 1927})
_MYSQL_OWN = 2000  # from here on the client's: it did not reach the server
# PostgreSQL gives no code before a connection is there, and its words in English or in another language.
_WRONG = (
    *("authentication failed", "does not exist", "no pg_hba.conf entry", "not permitted to log in"),
    *("certificate", "not support SSL", "doesn't support SSL", "SSL is required"),  # MariaDB and MySQL, too
    "TLS/SSL error: No such file",  # mysqlclient
)
_UPGRADE = " (are the tables up to date? run: gatepost db upgrade)"

log = structlog.get_logger("gatepost")


def wait_for_database(attempt: Callable[[], T]) -> T:
    """The result of *attempt*, made again for up to ``DATABASE_WAIT`` while the database is away or read-only.

    Then, and at once if the address or the password is wrong, raises its error.
    """
    until, line_at = clock.stopwatch() + current_settings().database_wait.total_seconds(), 0.0
    while True:
        try:
            return attempt()
        except SQLAlchemyError as error:
            left = until - clock.stopwatch()
            if left <= 0 or not is_unavailable(error) or _is_wrong(error):
                raise
            if clock.stopwatch() >= line_at:
                log.warning("database.awaited", reason=reason_of(error), seconds_left=round(left))
                line_at = clock.stopwatch() + _LINE_EVERY
        threading.Event().wait(min(_PAUSE, left))


def reason_of(error: SQLAlchemyError) -> str:
    """The driver's reason, on one line."""
    return str(getattr(error, "orig", error)).strip().partition("\n")[0]


def reason_with_remedy(error: SQLAlchemyError) -> str:
    """The driver's reason, and what to do if a table or a column is missing, for the end of a command."""
    lacking = isinstance(error, ProgrammingError) or reason_of(error).startswith(("no such table", "no such column"))
    return f"{reason_of(error)}{_UPGRADE if lacking else ''}"


def _is_wrong(error: SQLAlchemyError) -> bool:
    """Whether waiting does not help: the server does not let us in, or it is a file (SQLite)."""
    origin: Any = getattr(error, "orig", None)
    if isinstance(origin, sqlite3.Error):
        return True
    number = origin.args[0] if origin is not None and origin.args else None
    if isinstance(number, int) and number < _MYSQL_OWN:
        return number not in _MYSQL_PASSING
    return any(words in str(origin) for words in _WRONG)
