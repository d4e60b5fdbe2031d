"""The meaning of a database error: a taken value, a conflict worth a retry, or an unavailable database."""

from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_CONFLICTS = frozenset({"40001", "40P01"})  # serialization failure, deadlock (PostgreSQL; PyMySQL for 1213)
_MYSQL_CONFLICTS = frozenset({1213})  # deadlock, and first-committer-wins on Galera


def violated_constraint(error: IntegrityError) -> str:
    """The engine's text on the violated constraint: it contains the name or the columns, and no values."""
    origin: Any = error.orig
    name = getattr(getattr(origin, "diag", None), "constraint_name", None)
    if name:
        return str(name)
    return str(origin.args[-1]).rsplit(" for key ", maxsplit=1)[-1]


def is_conflict(error: BaseException) -> bool:
    """Whether *error* is a conflict with another transaction. It was rolled back whole, so a retry likely passes."""
    origin: Any = getattr(error, "orig", None)
    if not isinstance(error, DBAPIError) or origin is None:
        return False
    if getattr(origin, "sqlstate", None) in _CONFLICTS:
        return True
    return bool(origin.args) and origin.args[0] in _MYSQL_CONFLICTS


def is_unavailable(error: BaseException) -> bool:
    """Whether *error* means that the database is away, full or too busy. Acknowledged writes are safe."""
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeout)):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated
