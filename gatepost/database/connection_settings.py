"""Settings of each connection. We make them ourselves, because the server may be configured in any way."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event

_LIMITS = "gatepost_limits"  # in the info of a connection that leads through a pooler

_POSTGRESQL = {
    "DateStyle": "ISO",  # the driver reads no other
    "TimeZone": "UTC",
    "standard_conforming_strings": "on",
    "default_transaction_isolation": "read committed",  # for single statements; transactions name theirs
}
_MYSQL = {
    "sql_mode": "'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
    "time_zone": "'+00:00'",
    "completion_type": "'NO_CHAIN'",
    "foreign_key_checks": "1",
    "unique_checks": "1",
    "sql_auto_is_null": "0",
    "sql_big_selects": "1",
    "sql_safe_updates": "0",
    "sql_select_limit": "18446744073709551615",  # none
}


# On Galera: reads, updates and inserts wait until this node has applied what the others had committed before.
_SEE_OTHER_NODES = "SET SESSION wsrep_sync_wait = 7"


def set_up_connections(engine: Engine, *, writer: bool, limit: int | None, prepare_always: bool) -> None:
    """Set up every connection of *engine*. A *writer* has transactions.

    *limit*: seconds to wait for a lock, and twice as long for a statement; None for migrations, which have no limit.
    *prepare_always*: prepare statements behind a pooler, too.
    """
    # These listeners go first, because SQLAlchemy's own read the server's settings, to know how to quote.
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _Postgresql(engine.dialect, limit, prepare_always=prepare_always), insert=True)
        if writer:
            event.listen(engine, "begin", _limit_transaction)
    elif engine.dialect.name in ("mysql", "mariadb"):
        event.listen(engine, "connect", _mysql(engine.dialect, limit), insert=True)


def limits_of_transaction(info: Mapping[Any, Any]) -> str | None:
    """The statement that must begin each transaction of the connection with this *info*; None for most."""
    statement: str | None = info.get(_LIMITS)
    return statement


class _Postgresql:
    """Sets up a connection to PostgreSQL, and finds out whether it leads through a pooler.

    A pooler may give each transaction another of the server's sessions. So it hides what was set in a session, apart
    from DateStyle, TimeZone and standard_conforming_strings, and what was prepared there. Nothing is prepared then, and
    each transaction that writes sets its own limits.
    """

    def __init__(self, dialect: Dialect, limit: int | None, *, prepare_always: bool) -> None:
        lock, statement = (0, 0) if limit is None else (limit * 1000, limit * 2000)
        values = {**_POSTGRESQL, "lock_timeout": str(lock), "statement_timeout": str(statement)}
        self._set = f"SELECT pg_backend_pid(), {', '.join('set_config(%s, %s, false)' for _ in values)}"
        self._values = [part for pair in values.items() for part in pair]
        self._dialect, self._prepare_always = dialect, prepare_always
        self._limits = f"SET LOCAL lock_timeout = {lock}; SET LOCAL statement_timeout = {statement}"

    def __call__(self, connection: Any, record: Any) -> None:
        threshold, autocommit = connection.prepare_threshold, connection.autocommit
        connection.prepare_threshold = None
        connection.autocommit = True
        with connection.cursor() as cursor:
            self._dialect.do_execute(cursor, self._set, self._values)
            [behind, *_] = cursor.fetchone()
        connection.autocommit = autocommit
        pooled = behind != connection.info.backend_pid
        if self._prepare_always or not pooled:
            connection.prepare_threshold = threshold
        if pooled:
            record.info[_LIMITS] = self._limits


def _limit_transaction(connection: Connection) -> None:
    if limits := limits_of_transaction(connection.info):
        connection.exec_driver_sql(limits)


def _mysql(dialect: Dialect, limit: int | None) -> Any:
    values = _MYSQL if limit is None else {**_MYSQL, "innodb_lock_wait_timeout": limit, "lock_wait_timeout": limit}
    statement = f"SET SESSION {', '.join(f'{name} = {value}' for name, value in values.items())}"

    def set_up(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            dialect.do_execute(cursor, statement, None)
            dialect.do_execute(cursor, "SHOW VARIABLES LIKE 'wsrep_on'", None)
            if ("wsrep_on", "ON") in cursor.fetchall():
                dialect.do_execute(cursor, _SEE_OTHER_NODES, None)

    return set_up
