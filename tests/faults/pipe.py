"""A log that is a pipe, and nobody who reads it."""

import os
import threading
from pathlib import Path

_SIZE = 65536


class UnreadLog:
    """Makes *path* a pipe. It fills; :meth:`read_on` reads what is there and all that comes."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        os.mkfifo(path)
        self._end = os.open(path, os.O_RDWR)
        self._closed = False

    def read_on(self) -> None:
        threading.Thread(target=self._read, name="log reader", daemon=True).start()

    def close(self) -> None:
        self._closed = True
        os.write(self._end, b"\n")  # wakes the reader

    def _read(self) -> None:
        while not self._closed:
            os.read(self._end, _SIZE)
        os.close(self._end)
