"""Clients that are refused a seat and knock again at once, thousands of times a second.

A refusal costs little, but so many of them take the processors from everybody else. So of those that are told to come
back later some are told at once, and the others a moment later: until then they do not knock.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from gatepost.http.bulkhead import REFUSED
from gatepost.serving.slow_clients import Runner

_MOMENT = 0.25  # seconds
_AT_ONCE = 25  # refusals in each moment, in one process


class DelayedRefusals:
    """Stands before everything else in a worker process. One thread answers all that wait, so none of them holds one.

    *refuses* says of a request (its WSGI variables) whether there is no seat for it.
    """

    def __init__(self, refuses: Callable[[dict[str, Any]], bool], *, in_a_hurry: Callable[[], bool]) -> None:
        self._refuses, self._in_a_hurry = refuses, in_a_hurry
        self._waiting: SimpleQueue[tuple[float, Any, tuple[Any, ...]]] = SimpleQueue()  # in the order of their end
        self._over_at, self._left = 0.0, 0
        threading.Thread(target=self._answer, name="knocking", daemon=True).start()

    def before(self, serve: Runner, refuse: Runner) -> Runner:
        """*serve* or *refuse*; both get the protocol object by which Granian is answered."""

        def admitted(protocol: Any, scope: dict[str, Any]) -> Any:
            if not self._refuses(scope):
                return serve(protocol, scope)
            scope[REFUSED] = True
            return refuse(self._held_back(protocol), scope)

        return admitted

    def _held_back(self, protocol: Any) -> Any:
        """The same object, or one that answers when the moment is over. Of two at once both may be the last."""
        now = time.monotonic()
        if now >= self._over_at:
            self._over_at, self._left = now + _MOMENT, _AT_ONCE
        self._left -= 1
        return protocol if self._left >= 0 or self._in_a_hurry() else _Later(protocol, self._waiting)

    def _answer(self) -> None:
        while True:
            due, protocol, answer = self._waiting.get()
            while not self._in_a_hurry() and (rest := due - time.monotonic()) > 0:
                time.sleep(rest)
            with suppress(Exception):  # the client has gone
                protocol.response_bytes(*answer)


class _Later:
    """Granian's protocol object, for an answer of one piece."""

    def __init__(self, protocol: Any, waiting: SimpleQueue[tuple[float, Any, tuple[Any, ...]]]) -> None:
        self._protocol, self._waiting = protocol, waiting
        self.response_iter = protocol.response_iter

    def response_bytes(self, *answer: Any) -> None:
        self._waiting.put((time.monotonic() + _MOMENT, self._protocol, answer))
