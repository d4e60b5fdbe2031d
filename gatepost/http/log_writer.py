"""Writes log lines in batches: one system call for many lines instead of one at each request.

A request thread only queues its line. The queue is written at most a twentieth of a second later. Lines of the level
error are written at once, and so is the rest of the queue when the process ends.
"""

import atexit
import os
import sys
import threading
from collections import deque
from multiprocessing.util import Finalize

_BATCH_PERIOD = 0.05  # seconds


class LogWriter:
    """Takes finished lines. Each process that is forked from this one gets a writer thread of its own."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        self._any = threading.Event()
        self._flushing = threading.Lock()
        self._process = 0

    def write(self, line: str) -> None:
        """Queue *line*, to be written within _BATCH_PERIOD."""
        self._lines.append(line)
        if not self._any.is_set():
            if self._process != os.getpid():
                self._begin()
            self._any.set()

    def flush(self) -> None:
        """Write the queued lines."""
        with self._flushing:
            self._any.clear()
            waiting = [self._lines.popleft() for _ in range(len(self._lines))]
            if waiting:
                sys.stderr.write("\n".join(waiting) + "\n")
                sys.stderr.flush()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._any, self._flushing = threading.Event(), threading.Lock()
        threading.Thread(target=self._work, name="log", daemon=True).start()
        atexit.register(self.flush)
        Finalize(self, self.flush, exitpriority=0)  # the server's workers end without atexit

    def _work(self) -> None:
        never = threading.Event()
        while self._any.wait():
            never.wait(_BATCH_PERIOD)
            self.flush()
