"""Several hosts in an address of MariaDB or MySQL: the first that takes writes is used, as libpq does."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Engine, event

from gatepost import clock
from gatepost.database.address import Host
from gatepost.database.patience import connect_in_time

_PASSED_OVER = 10.0  # seconds in which a host that failed is tried after the others
_PORT = 3306
_READ_ONLY, _NOT_READY = 1290, 1047  # the numbers that such a server gives to a write


def choose_among(hosts: Sequence[Host], engine: Engine, *, timeout: float) -> None:
    """Let each new connection of *engine* go to the first of the *hosts* that takes writes.

    All processes prefer the same host, so that there is one writer. A host that failed is passed over for a while.
    """
    event.listen(engine, "do_connect", _HostList(hosts, 2 * timeout), insert=True)


class _HostList:
    def __init__(self, hosts: Sequence[Host], longest: float) -> None:
        self._hosts, self._longest = list(hosts), longest
        self._failed_at: dict[Host, float] = {}

    def __call__(self, dialect: Dialect, record: Any, arguments: Any, named: dict[str, Any]) -> Any:
        """The connection. Raises the driver's error of the last host if none can be used."""
        failure: Exception | None = None
        for host in self._in_order():
            here = {**named, "host": host.name, "port": host.port or _PORT}
            try:
                connection = self._connect(dialect, record, arguments, here)
                _refuse_if_read_only(dialect, connection)
            except dialect.loaded_dbapi.Error as error:
                self._failed_at[host], failure = clock.stopwatch(), error
            else:
                self._failed_at.pop(host, None)
                return connection
        assert failure is not None  # noqa: S101  for the type checker: there are several hosts
        raise failure

    def _in_order(self) -> list[Host]:
        since = clock.stopwatch() - _PASSED_OVER
        return sorted(self._hosts, key=lambda host: self._failed_at.get(host, since) > since)

    def _connect(self, dialect: Dialect, record: Any, arguments: Any, named: dict[str, Any]) -> Any:
        connection = connect_in_time(self._longest, dialect, record, arguments, named)
        return connection or dialect.connect(*arguments, **named)


def _refuse_if_read_only(dialect: Dialect, connection: Any) -> None:
    """Raise the driver's error, and close the connection, if its server is a replica or a node without a quorum."""
    found = _ask(dialect, connection, "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'wsrep_on')")
    ready = _ask(dialect, connection, "SHOW GLOBAL STATUS LIKE 'wsrep_ready'") if found.get("wsrep_on") == "ON" else {}
    number = _READ_ONLY if found["read_only"] != "OFF" else _NOT_READY if ready.get("wsrep_ready") == "OFF" else None
    if number is not None:
        connection.close()
        raise dialect.loaded_dbapi.OperationalError(number, "This server takes no writes.")


def _ask(dialect: Dialect, connection: Any, question: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        dialect.do_execute(cursor, question, None)
        return dict(cursor.fetchall())
