"""The ledger of a run: each request before it is sent, each answer, and what was found to be otherwise."""

import json
import threading
import time
from pathlib import Path


class Ledger:
    """Counts acknowledged operations, and keeps what was lost or wrong. Threads share it; the file is for people."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", buffering=1)
        self._one = threading.Lock()
        self.acknowledged = 0
        self.unanswered = 0
        self.lost: list[str] = []
        self.wrong: list[str] = []
        self.longest_gap = 0.0  # seconds in which nobody got an acknowledgement
        self._last = time.monotonic()

    def note(self, **what: object) -> None:
        """Write a line: before a request what it asks for, after it what came."""
        self._file.write(json.dumps({"at": round(time.time(), 3), **what}) + "\n")

    def acknowledge(self) -> None:
        with self._one:
            self._measure_gap()
            self.acknowledged += 1

    def end(self) -> None:
        """The clients have stopped: nobody waits for an acknowledgement any more."""
        with self._one:
            self._measure_gap()

    def _measure_gap(self) -> None:
        now = time.monotonic()
        self.longest_gap = max(self.longest_gap, now - self._last)
        self._last = now

    def leave_unanswered(self) -> None:
        """Count a request that got no answer, or one that promises nothing (503, 429)."""
        with self._one:
            self.unanswered += 1

    def lose(self, fact: str) -> None:
        """Something that was acknowledged is not so."""
        self.note(lost=fact)
        self.lost.append(fact)

    def find_wrong(self, fact: str) -> None:
        """Something was answered that must never be: an ended token is accepted, a right one refused, a 500."""
        self.note(wrong=fact)
        self.wrong.append(fact)
