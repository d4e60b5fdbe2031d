"""What a database error means: a taken value, a clash worth a retry, or a database that is away."""

from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_CLASHES = frozenset({"40001", "40P01"})  # serialization failure, deadlock (PostgreSQL; PyMySQL for 1213)
_MYSQL_CLASHES = frozenset({1213})  # deadlock, and first-committer-wins on Galera


def violated_constraint(error: IntegrityError) -> str:
    """Whatever the engine says of the constraint, without the values: it contains its name or its columns."""
    origin: Any = error.orig
    name = getattr(getattr(origin, "diag", None), "constraint_name", None)
    if name:
        return str(name)
    return str(origin.args[-1]).rsplit(" for key ", maxsplit=1)[-1]


def is_conflict(error: BaseException) -> bool:
    """Two transactions clashed and this one was rolled back whole: done again, it will likely pass."""
    origin: Any = getattr(error, "orig", None)
    if not isinstance(error, DBAPIError) or origin is None:
        return False
    if getattr(origin, "sqlstate", None) in _CLASHES:
        return True
    return bool(origin.args) and origin.args[0] in _MYSQL_CLASHES


def is_unavailable(error: BaseException) -> bool:
    """The database is away, full or too busy; nothing that was acknowledged is touched by it."""
    if isinstance(error, (OperationalError, InterfaceError, PoolTimeout)):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated
