"""Failover: a server that refuses writes is left, and the next request connects anew, perhaps to another server.

The pools would otherwise keep a former primary as long as it answers, because nothing is wrong with its connections.
"""

import threading
from collections.abc import Iterable

import structlog
from sqlalchemy import Engine, ExceptionContext, event

from gatepost import clock
from gatepost.database.faults import is_read_only

_INTERVAL = 1.0  # seconds; while no server takes writes, each request replaces its own connection only

log = structlog.get_logger("gatepost")


def leave_read_only_servers(engines: Iterable[Engine]) -> None:
    """Drop the connections of all these *engines* after one of them was refused a write."""
    pools = _Pools(engines)
    for engine in pools.engines:
        event.listen(engine, "handle_error", pools.drop_if_read_only)


class _Pools:
    """The pools of one application: they connect to the same server, so they leave it together."""

    def __init__(self, engines: Iterable[Engine]) -> None:
        self.engines = list(engines)
        self._again_at = 0.0
        self._dropping = threading.Lock()

    def drop_if_read_only(self, context: ExceptionContext) -> None:
        """Close the connection of this error, and replace all pools. Connections in use are closed when returned."""
        if not is_read_only(context.original_exception):
            return
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False  # the pool is replaced as a whole
        with self._dropping:
            now = clock.stopwatch()
            if now < self._again_at:
                return
            self._again_at = now + _INTERVAL
        log.error("database.read_only")
        for engine in self.engines:
            engine.dispose()
