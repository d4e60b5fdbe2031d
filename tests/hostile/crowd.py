"""Many slow clients at once: connections that send a byte now and then, and never come to the end."""

import os
import socket
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.serving.test_stop import workers_of
from tests.support.live import Live

_POST = b"POST /user/login HTTP/1.1\r\nHost: x\r\n"
# What they send at once, and what they send again and again.
NOTHING = b"", b""
LINE = b"GET /healthz?", b"x"
HEADERS = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"x"
BODY = _POST + b"Content-Length: 60000\r\n\r\n", b" "
CHUNKED_BODY = _POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"
UNASKED_BODY = b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n", b" "
# Those who ask for more than their side takes in, and read nothing.
UNREAD = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n" * 20, b""


class Crowd:
    """``with Crowd(live, 500, kinds)``: it is there, and it trickles until the end of the block."""

    def __init__(self, live: Live, size: int, kinds: Sequence[tuple[bytes, bytes]]) -> None:
        host, _, port = live.url.removeprefix("http://").partition(":")
        self._address = host, int(port)
        self._kinds = [kinds[number % len(kinds)] for number in range(size)]
        self._open: dict[socket.socket, bytes] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._trickle)

    @property
    def open(self) -> int:
        """How many the service has not given up on, as far as they know."""
        return len(self._open)

    def wait_until_at_most(self, count: int, *, within: float) -> None:
        deadline = time.monotonic() + within
        while self.open > count:
            assert time.monotonic() < deadline, f"{self.open} are still connected"
            time.sleep(0.1)

    def __enter__(self) -> Self:
        for first, again in self._kinds:
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(10)
            connection.connect(self._address)
            connection.sendall(first)
            connection.setblocking(False)
            self._open[connection] = again
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(timeout=10)
        for connection in self._open:
            connection.close()

    def _trickle(self) -> None:
        while not self._ended.wait(0.2):
            for connection, again in list(self._open.items()):
                if not _goes_on(connection, again):
                    del self._open[connection]
                    connection.close()


def _goes_on(connection: socket.socket, again: bytes) -> bool:
    try:
        if again:
            connection.send(again)
        elif connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            return False
        return bool(connection.recv(1, socket.MSG_PEEK)) and not again
    except BlockingIOError:
        return True
    except OSError:
        return False


def resident(live: Live) -> int:
    """The memory of all workers, in KiB."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in workers_of(live))
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def connections(live: Live) -> int:
    """How many files and sockets the workers have open."""
    return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in workers_of(live))
