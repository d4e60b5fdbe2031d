"""Slow clients keep nobody else waiting, and are given up on.

Granian hands a request over once its head is there. The body may then come a byte at a time, or never, and a thread
that reads it can only wait. So there are many more threads than places: a thread takes in the body first, and only
then takes a place, in which the request is served.
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
from gatepost.http.bulkhead import LEAVE_AND_RETURN

Runner = Callable[[Any, dict[str, Any]], Any]  # of Granian: takes its protocol object and the request's variables

READING = 256  # threads of one process beyond those that serve
_PATIENT_WITH = 128  # bodies that may be on their way as long as they like, up to the time that is allowed
_AT_LEAST = 1.0  # seconds that each has, however many there are
_NAMED = 10  # addresses in one line of the log
_LOOK = 0.25  # seconds between two looks at the watch

log = structlog.get_logger("gatepost.request")


class SlowClients:
    """Stands before Granian's own callback in a worker process."""

    def __init__(self, *, places: int, longest: float, in_a_hurry: Callable[[], bool]) -> None:
        self._longest, self._in_a_hurry = longest, in_a_hurry
        self._reading: dict[int, tuple[float, Any, str]] = {}  # in the order of their begin
        self._lock = threading.Lock()
        self._places: SimpleQueue[None] = SimpleQueue()
        for _ in range(places):
            self._places.put(None)
        threading.Thread(target=self._watch, name="slow-clients", daemon=True).start()

    def before(self, run: Runner) -> Runner:
        """*run*, for requests that are there as a whole, and at most as many at once as there are places."""
        take_place, free_place = self._places.get, self._places.put
        leave_and_return = partial(free_place, None), take_place

        def served(protocol: Any, scope: dict[str, Any]) -> Any:
            take_place()
            scope[LEAVE_AND_RETURN] = leave_and_return
            try:
                return run(protocol, scope)
            finally:
                free_place(None)

        return self.before_all(served)

    def before_all(self, run: Runner) -> Runner:
        """*run*, for requests that are there as a whole, of which any number may be served at once."""

        def whole(protocol: Any, scope: dict[str, Any]) -> Any:
            if ("CONTENT_LENGTH" in scope or "HTTP_TRANSFER_ENCODING" in scope) and not self._take_in(protocol, scope):
                return None
            return run(protocol, scope)

        return whole

    def _take_in(self, protocol: Any, scope: dict[str, Any]) -> bool:
        """Replace the body by what was read of it. False if it was given up."""
        known_as = id(protocol)
        with self._lock:
            self._reading[known_as] = time.monotonic(), protocol, scope["REMOTE_ADDR"]
        try:
            scope["wsgi.input"] = BytesIO(_read(scope["wsgi.input"]))
        finally:
            with self._lock:
                in_time = self._reading.pop(known_as, None) is not None
        return in_time

    def _watch(self) -> None:
        while True:
            time.sleep(_LOOK)
            if self._reading:
                self._give_up_on(self._overdue(time.monotonic()))

    def _give_up_on(self, overdue: list[tuple[Any, str]]) -> None:
        for protocol, _ in overdue:
            _hang_up(protocol)
        if overdue:
            clients = sorted({address for _, address in overdue})
            log.warning("requests.given_up", count=len(overdue), clients=clients[:_NAMED])

    def _overdue(self, now: float) -> list[tuple[Any, str]]:
        """Take out those that had their time. Of more than there is patience for, who began first has had it."""
        given_up = []
        with self._lock:
            too_many = len(self._reading) - (0 if self._in_a_hurry() else _PATIENT_WITH)
            for number, (known_as, (begun, protocol, address)) in enumerate(list(self._reading.items())):
                if now - begun < (_AT_LEAST if number < too_many else self._longest):
                    break
                del self._reading[known_as]
                given_up.append((protocol, address))
        return given_up


def _read(stream: Any) -> bytes:
    """The body, as far as anybody looks at it; of one that is too long the rest is taken in, up to a limit."""
    kept: bytes = stream.read(MAX_BYTES + 1)
    if len(kept) > MAX_BYTES:
        for _ in range(MOST_DISCARDED // MAX_BYTES):
            if not stream.read(MAX_BYTES):
                break
    return kept


def _hang_up(protocol: Any) -> None:
    """Let the connection end. An answer that is shorter than announced is the one way to make Granian do so."""
    with suppress(Exception):  # the client was faster
        protocol.response_iter(408, [("Content-Length", "1")], _Nothing())


class _Nothing:
    """An answer without a byte."""

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        raise StopIteration

    def close(self) -> None:
        """Granian calls it at the end."""
