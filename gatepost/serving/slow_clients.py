"""Slow clients delay no other request, and their connections are closed after a timeout.

Granian passes a request on once its head is there. The body may then come a byte at a time, or never, and the thread
that reads it waits. So there are many more threads than permits: a thread reads the body first, and only then acquires
a permit to serve the request.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from queue import SimpleQueue
from typing import Any

import structlog

from gatepost.http.body import MAX_BYTES, MOST_DISCARDED
from gatepost.http.bulkhead import RELEASE_AND_ACQUIRE

Runner = Callable[[Any, dict[str, Any]], Any]  # Granian's: takes a protocol object and the WSGI variables

READING = 256  # threads of one process beyond those that serve
_MOST_SLOW = 128  # bodies that may take the whole timeout; if there are more, the oldest are closed sooner
_AT_LEAST = 1.0  # seconds that each body has, however many there are
_NAMED = 10  # addresses in one log line
_PERIOD = 0.25  # seconds between two checks

log = structlog.get_logger("gatepost.request")


class SlowClients:
    """The layer before Granian's own callback in a worker process. *longest*: seconds that a body may take."""

    def __init__(self, *, permits: int, longest: float, is_draining: Callable[[], bool]) -> None:
        self._longest, self._is_draining = longest, is_draining
        self._reading: dict[int, tuple[float, Any, str]] = {}  # the oldest first
        self._lock = threading.Lock()
        self._permits: SimpleQueue[None] = SimpleQueue()
        for _ in range(permits):
            self._permits.put(None)
        threading.Thread(target=self._watch, name="slow-clients", daemon=True).start()

    def before(self, run: Runner) -> Runner:
        """Wrap *run*: it gets requests with their whole body, at most as many at once as there are permits."""
        acquire, release = self._permits.get, self._permits.put
        release_and_acquire = partial(release, None), acquire

        def served(protocol: Any, scope: dict[str, Any]) -> Any:
            acquire()
            scope[RELEASE_AND_ACQUIRE] = release_and_acquire
            try:
                return run(protocol, scope)
            finally:
                release(None)

        return self.before_all(served)

    def before_all(self, run: Runner) -> Runner:
        """Wrap *run*: it gets requests with their whole body, and serves any number at once."""

        def whole(protocol: Any, scope: dict[str, Any]) -> Any:
            if ("CONTENT_LENGTH" in scope or "HTTP_TRANSFER_ENCODING" in scope) and not self._read(protocol, scope):
                return None
            return run(protocol, scope)

        return whole

    def _read(self, protocol: Any, scope: dict[str, Any]) -> bool:
        """Read the body into memory. False if it took too long and its connection was closed."""
        key = id(protocol)
        with self._lock:
            self._reading[key] = time.monotonic(), protocol, scope["REMOTE_ADDR"]
        try:
            scope["wsgi.input"] = BytesIO(_read(scope["wsgi.input"]))
        finally:
            with self._lock:
                in_time = self._reading.pop(key, None) is not None
        return in_time

    def _watch(self) -> None:
        while True:
            time.sleep(_PERIOD)
            if self._reading:
                self._close(self._overdue(time.monotonic()))

    def _close(self, overdue: list[tuple[Any, str]]) -> None:
        for protocol, _ in overdue:
            _close_connection(protocol)
        if overdue:
            clients = sorted({address for _, address in overdue})
            log.warning("requests.given_up", count=len(overdue), clients=clients[:_NAMED])

    def _overdue(self, now: float) -> list[tuple[Any, str]]:
        """Remove and return the requests to close. Too many slow requests: the oldest have only _AT_LEAST."""
        given_up = []
        with self._lock:
            too_many = len(self._reading) - (0 if self._is_draining() else _MOST_SLOW)
            for number, (key, (begun, protocol, address)) in enumerate(list(self._reading.items())):
                if now - begun < (_AT_LEAST if number < too_many else self._longest):
                    break
                del self._reading[key]
                given_up.append((protocol, address))
        return given_up


def _read(stream: Any) -> bytes:
    """The body, up to one byte more than is accepted. The rest of a longer one is discarded, up to MOST_DISCARDED."""
    kept: bytes = stream.read(MAX_BYTES + 1)
    if len(kept) > MAX_BYTES:
        for _ in range(MOST_DISCARDED // MAX_BYTES):
            if not stream.read(MAX_BYTES):
                break
    return kept


def _close_connection(protocol: Any) -> None:
    """Close the connection. Granian does so only for an answer that is shorter than announced."""
    with suppress(Exception):  # the client has closed it
        protocol.response_iter(408, [("Content-Length", "1")], _EmptyBody())


class _EmptyBody:
    """An answer's body without a byte."""

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        raise StopIteration

    def close(self) -> None:
        """Granian calls it at the end."""
