"""Connections are cut off when their server has not answered in time.

A server enforces its own limits only while it runs. If it is frozen, or the network swallows its answer, a thread would
wait for as long as TCP does. So one thread of each process looks after all operations under way, and shuts down the
socket of one that takes too long: its driver then reports a lost connection.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from gatepost import clock
from gatepost.database.lines import shut_down_line
from gatepost.threads import run_forever

T = TypeVar("T")
_PERIOD = 0.1  # seconds between two looks


class _Operation:
    """One operation under way on a driver's connection."""

    __slots__ = ("connection", "until")

    def __init__(self, connection: Any, until: float) -> None:
        self.connection, self.until = connection, until


class _CutOff:
    """The operations under way in this process, and the thread that looks after them."""

    def __init__(self) -> None:
        self._under_way: dict[int, _Operation] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None  # noqa: TID251  only its type

    def run(self, connection: Any, seconds: float, operation: Callable[..., T], *arguments: Any) -> T:
        """The result of *operation*, which waits for an answer on *connection* for so many seconds at most."""
        under_way = _Operation(connection, clock.stopwatch() + seconds)
        key = id(under_way)
        with self._lock:
            self._under_way[key] = under_way
            if self._thread is None:
                self._start()
        try:
            return operation(*arguments)
        finally:
            with self._lock:  # it is not cut off later, when its socket may belong to another
                self._under_way.pop(key, None)

    def stop(self) -> None:
        """End the thread, as before a fork. The next operation starts another."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._stopped.set()
        if thread is not None:
            thread.join()

    def _start(self) -> None:
        self._stopped = stopped = threading.Event()

        def look() -> None:
            if not stopped.wait(_PERIOD) and self._under_way:
                self._cut_overdue()

        self._thread = run_forever("cut-off", look, is_stopped=stopped.is_set)

    def _cut_overdue(self) -> None:
        now = clock.stopwatch()
        with self._lock:
            for key, operation in list(self._under_way.items()):
                if operation.until < now:
                    del self._under_way[key]
                    with suppress(Exception):  # it was closed a moment ago
                        shut_down_line(operation.connection)


def _renew() -> None:
    """Begin anew in a process that was forked: the thread is not there, and the lock may be held for good."""
    global _cut_off  # noqa: PLW0603  one for each process
    _cut_off = _CutOff()


_cut_off = _CutOff()
os.register_at_fork(after_in_child=_renew)


def run_or_cut_off(connection: Any, seconds: float, operation: Callable[..., T], *arguments: Any) -> T:
    """The result of *operation*, which waits on this driver's *connection* for so many seconds at most.

    Raises the driver's error for a lost connection after them.
    """
    return _cut_off.run(connection, seconds, operation, *arguments)


def stop_cutting_off() -> None:
    """End the thread of this process, as before a fork. The next operation starts another."""
    _cut_off.stop()
