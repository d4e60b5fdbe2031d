"""The folder in which the processes of one service write their metrics, so that any of them can show the sum.

The kernel keeps the account of who lives, by locks that end with their process. The first process of a service empties
the folder. Each process takes the lowest free number, so the files are as many as processes ever ran at once, and a
worker that replaces a dead one goes on with its counters.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

# The bytes that a process may write of each kind. They are taken from the disk at the start, because a process that
# writes to a mapped file on a full disk is killed.
_SIZES = {"counter": 1 << 19, "histogram": 1 << 20, "gauge_livesum": 1 << 17, "gauge_livemax": 1 << 16}
_SIZES["gauge_mostrecent"] = 1 << 16


class MetricsFolder:
    """The folder at *path*. *forget* removes the live gauges of a number, whose process is dead."""

    def __init__(self, path: Path, forget: Callable[[int], None]) -> None:
        self.path, self._forget = path, forget
        self._number, self._lock = 0, -1
        os.register_at_fork(after_in_child=self._leave)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._shared = _open(path / "lock")  # as long as this process and its children live
        if _try_lock(self._shared):
            for file in path.iterdir():
                if file.name != "lock":
                    file.unlink()
        fcntl.flock(self._shared, fcntl.LOCK_SH)

    def number(self) -> int:
        """The number of this process. A forked process gets one of its own. Raises OSError on a full disk."""
        return self._number or self._take()

    def forget_the_dead(self) -> None:
        """Remove the live gauges of processes that have ended."""
        for number, file in self._numbers():
            if _try_lock(file):
                self._forget(number)
            os.close(file)

    def _take(self) -> int:
        for number in count(1):
            file = _open(self.path / f"process_{number}.lock")
            if _try_lock(file):
                self._forget(number)
                self._reserve(number)
                self._number, self._lock = number, file
                break
            os.close(file)
        return self._number

    def _reserve(self, number: int) -> None:
        """Make the files of this number. Each appears whole, because the library fails to read an empty one."""
        for kind, size in _SIZES.items():
            file = self.path / f"{kind}_{number}.db"
            if not file.exists() or file.stat().st_size < size:
                new = file.with_suffix(".new")
                new.write_bytes(bytes(size))
                new.replace(file)

    def _leave(self) -> None:
        """Give the number up in a forked process: it is the parent's."""
        if self._number:
            os.close(self._lock)
            self._number = 0

    def _numbers(self) -> Iterator[tuple[int, int]]:
        for path in self.path.glob("process_*.lock"):
            with suppress(FileNotFoundError):
                yield int(path.stem.removeprefix("process_")), os.open(path, os.O_RDWR | os.O_CLOEXEC)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
