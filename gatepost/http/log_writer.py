"""Writes log lines in batches, in a thread of its own, so that no request waits for the log.

A request only queues its line. The thread writes the queue a twentieth of a second later, or at once after an error.
A log that nobody reads (a full pipe) blocks that thread alone, and a write that fails (a full disk) is tried again.
Meanwhile the queue grows to a bound. Further lines are lost and counted, and the count is logged afterwards.
"""

import atexit
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from multiprocessing.util import Finalize

from gatepost.metrics import METRICS
from gatepost.threads import pause, run_forever

_BATCH_PERIOD = 0.05  # seconds
_AFTER_A_FAILURE = 1.0  # seconds
_MOST_QUEUED = 4 * 1024 * 1024  # characters; at the highest load that is a few seconds
_LONGEST_FLUSH = 1.0  # seconds at the end of a process


class LogWriter:
    """Takes finished lines. Each process that is forked from this one gets a queue and a thread of its own.

    *tell_lost* gives the line that says how many lines were lost.
    """

    def __init__(self, tell_lost: Callable[[int], str]) -> None:
        self._tell_lost = tell_lost
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def write(self, line: str, *, at_once: bool = False) -> None:
        """Queue *line*. Never waits for the log."""
        with self._lock:
            if self._queued + len(line) > _MOST_QUEUED:
                self._lost += 1
            else:
                self._lines.append(line)
                self._queued += len(line)
            if not self._started:
                self._start()
        if not self._any.is_set():
            self._any.set()
        if at_once:
            self._urgent.set()

    def flush(self) -> None:
        """Wait until the queued lines are written, a second at most."""
        until = time.monotonic() + _LONGEST_FLUSH
        while self._queued and time.monotonic() < until:
            self._urgent.set()
            pause(0.002)

    def _begin(self) -> None:
        self._lines: deque[str] = deque()
        self._queued, self._lost, self._started = 0, 0, False
        self._lock = threading.RLock()  # a collector that runs in write() may log too
        self._any, self._urgent = threading.Event(), threading.Event()

    def _start(self) -> None:
        self._started = True
        run_forever("log", self._round)
        atexit.register(self.flush)
        Finalize(self, self.flush, exitpriority=0)  # the server's workers end without atexit

    def _round(self) -> None:
        self._any.wait()
        self._urgent.wait(_BATCH_PERIOD)
        self._any.clear()
        self._urgent.clear()
        with self._lock:
            lines, self._lines = self._lines, deque()
            lost, self._lost = self._lost, 0
        taken = sum(map(len, lines))
        if lost:
            METRICS.lost_lines(lost)
            lines.append(self._tell_lost(lost))
        try:
            _write_all("".join([f"{line}\n" for line in lines]).encode("utf-8", "replace"))
        finally:
            with self._lock:
                self._queued -= taken


def _write_all(text: bytes) -> None:
    """Write *text* to standard error, however long it takes.

    It is written to the file itself, because a lock of Python's stream would delay the end of the process.
    """
    while text and sys.__stderr__ is not None:
        try:
            text = text[os.write(sys.__stderr__.fileno(), text) :]
        except OSError:
            pause(_AFTER_A_FAILURE)
