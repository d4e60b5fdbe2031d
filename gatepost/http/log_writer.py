"""Writes log lines in batches: one system call for many lines instead of one at each request.

A request thread only puts its line aside. What is written at most a twentieth of a second later is what was
logged until then; lines of the level error are written at once, and so is everything when the process ends.
"""

import atexit
import os
import sys
import threading
from collections import deque
from multiprocessing.util import Finalize

_GATHERING = 0.05  # seconds


class LogWriter:
    """A place to send finished lines to. Each process that is forked from this one gets a thread of its own."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque()
        self._some = threading.Event()
        self._flushing = threading.Lock()
        self._process = 0

    def write(self, line: str) -> None:
        """Put *line* aside; it will be written in a moment."""
        self._lines.append(line)
        if not self._some.is_set():
            if self._process != os.getpid():
                self._begin()
            self._some.set()

    def flush(self) -> None:
        """Write what was put aside so far."""
        with self._flushing:
            self._some.clear()
            waiting = [self._lines.popleft() for _ in range(len(self._lines))]
            if waiting:
                sys.stderr.write("\n".join(waiting) + "\n")
                sys.stderr.flush()

    def _begin(self) -> None:
        self._process = os.getpid()
        self._some, self._flushing = threading.Event(), threading.Lock()
        threading.Thread(target=self._work, name="log", daemon=True).start()
        atexit.register(self.flush)
        Finalize(self, self.flush, exitpriority=0)  # workers of the server end without atexit

    def _work(self) -> None:
        gathering = threading.Event()
        while self._some.wait():
            gathering.wait(_GATHERING)
            self.flush()
