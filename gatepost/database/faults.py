"""The meaning of a database error: a taken value, a conflict worth a retry, a read-only or unavailable database."""

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_CONFLICTS = frozenset({"40001", "40P01"})  # serialization failure, deadlock (PostgreSQL; PyMySQL for 1213)
_MYSQL_CONFLICTS = frozenset({1213})  # deadlock, and first-committer-wins on Galera
_READ_ONLY = frozenset({"25006"})  # PostgreSQL: a standby, or default_transaction_read_only
# read_only or super_read_only; a read-only transaction; InnoDB read only; a Galera node without a quorum.
_MYSQL_READ_ONLY = frozenset({1290, 1792, 1836, 1047})
_PRIMARY = 0xFF  # the bits of SQLite's result codes that its extended ones refine


def violated_constraint(error: IntegrityError) -> str:
    """The engine's text on the violated constraint: it contains the name or the columns, and no values."""
    origin: Any = error.orig
    name = getattr(getattr(origin, "diag", None), "constraint_name", None)
    if name:
        return str(name)
    return str(origin.args[-1]).rsplit(" for key ", maxsplit=1)[-1]


def is_conflict(error: BaseException) -> bool:
    """Whether *error* is a conflict with another transaction. It was rolled back whole, so a retry likely passes."""
    return isinstance(error, DBAPIError) and _has_code(error.orig, _CONFLICTS, _MYSQL_CONFLICTS)


def is_read_only(error: BaseException | None) -> bool:
    """Whether the server refuses writes, as the former primary does after a failover. Another one may take them.

    A connection of SQLite that was opened on a read-only disk stays so, also once the disk takes writes again.
    *error* may come from SQLAlchemy or from the driver.
    """
    origin = getattr(error, "orig", error)
    if getattr(origin, "sqlite_errorcode", sqlite3.SQLITE_OK) & _PRIMARY == sqlite3.SQLITE_READONLY:
        return True
    return _has_code(origin, _READ_ONLY, _MYSQL_READ_ONLY)


def is_unavailable(error: BaseException) -> bool:
    """Whether *error* means that the database is away, full, read-only or too busy. Acknowledged writes are safe."""
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeout)):
        return True
    return isinstance(error, DBAPIError) and (error.connection_invalidated or is_read_only(error))


def _has_code(origin: BaseException | None, sqlstates: frozenset[str], numbers: frozenset[int]) -> bool:
    """Whether the driver's error has one of these codes: SQLSTATE, or the number of MariaDB and MySQL."""
    if origin is None:
        return False
    return getattr(origin, "sqlstate", None) in sqlstates or (bool(origin.args) and origin.args[0] in numbers)
