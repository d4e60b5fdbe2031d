"""Delayed refusals, against clients that retry at once, thousands of times a second.

A refusal is cheap, but so many of them take the processors from other requests. So some are sent at once and the others
a moment later, because a client does not retry before its answer.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from gatepost.http.bulkhead import REFUSED
from gatepost.serving.slow_clients import Runner

_DELAY = 0.25  # seconds
_AT_ONCE = 25  # refusals in one process that are not delayed, per _DELAY


class DelayedRefusals:
    """The first layer in a worker process. One thread sends all delayed refusals, so that none holds a thread.

    *refuses* tells for the WSGI variables of a request whether no slot is free for it.
    """

    def __init__(self, refuses: Callable[[dict[str, Any]], bool], *, is_draining: Callable[[], bool]) -> None:
        self._refuses, self._is_draining = refuses, is_draining
        self._waiting: SimpleQueue[tuple[float, Any, tuple[Any, ...]]] = SimpleQueue()  # in the order of their due time
        self._period_ends, self._left = 0.0, 0
        threading.Thread(target=self._answer, name="delayed-refusals", daemon=True).start()

    def before(self, serve: Runner, refuse: Runner) -> Runner:
        """A runner that calls *serve*, or *refuse* if no slot is free, with Granian's protocol object."""

        def admitted(protocol: Any, scope: dict[str, Any]) -> Any:
            if not self._refuses(scope):
                return serve(protocol, scope)
            scope[REFUSED] = True
            return refuse(self._delayed(protocol), scope)

        return admitted

    def _delayed(self, protocol: Any) -> Any:
        """*protocol*, or an object that answers later. Threads may race for the last one: one more does no harm."""
        now = time.monotonic()
        if now >= self._period_ends:
            self._period_ends, self._left = now + _DELAY, _AT_ONCE
        self._left -= 1
        return protocol if self._left >= 0 or self._is_draining() else _Later(protocol, self._waiting)

    def _answer(self) -> None:
        while True:
            due, protocol, answer = self._waiting.get()
            while not self._is_draining() and (rest := due - time.monotonic()) > 0:
                time.sleep(rest)
            with suppress(Exception):  # the client has gone
                protocol.response_bytes(*answer)


class _Later:
    """Granian's protocol object, for an answer in one piece that is sent after _DELAY."""

    def __init__(self, protocol: Any, waiting: SimpleQueue[tuple[float, Any, tuple[Any, ...]]]) -> None:
        self._protocol, self._waiting = protocol, waiting
        self.response_iter = protocol.response_iter

    def response_bytes(self, *answer: Any) -> None:
        self._waiting.put((time.monotonic() + _DELAY, self._protocol, answer))
