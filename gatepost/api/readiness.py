"""Whether a process can serve, asked in a thread of its own, so that the answer comes in bounded time."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from flask import Flask

from gatepost import clock
from gatepost.threads import start_thread

_LONGEST = 2.0  # seconds that a check may take, before the process counts as not ready
_MOST_WAITING = 32  # requests that wait for a check, so that strangers do not use up the threads


class Readiness:
    """The check of one application. Requests that come while it runs wait for its result and start no other."""

    def __init__(self, app: Flask, check: Callable[[], bool]) -> None:
        self._app, self._check = app, check
        self._lock = threading.Lock()
        self._running: Future[bool] | None = None
        self._begun, self._waiting, self._last = 0.0, 0, False

    def is_ready(self) -> bool:
        """The result of the check; False if it takes longer than _LONGEST. Raises what the check raises.

        If too many wait for it, the others get the result of the check before.
        """
        with self._lock:
            running = self._running or self._start()
            left = self._begun + _LONGEST - clock.stopwatch()
            if left <= 0 or self._waiting >= _MOST_WAITING:
                return left > 0 and self._last
            self._waiting += 1
        try:
            return running.result(left)
        except TimeoutError:
            return False
        finally:
            with self._lock:
                self._waiting -= 1

    def _start(self) -> Future[bool]:
        result: Future[bool] = Future()
        start_thread("readiness", partial(self._run, result))
        self._running, self._begun = result, clock.stopwatch()
        return result

    def _run(self, result: Future[bool]) -> None:
        ready, failure = False, None
        try:
            with self._app.app_context():
                ready = self._check()
        except Exception as error:
            failure = error
        with self._lock:
            self._running, self._last = None, ready
        if failure is None:
            result.set_result(ready)
        else:
            result.set_exception(failure)
