"""A stop drops no request that was sent over a kept connection: each gets its whole answer, and the last says close."""

import json
import signal
import socket
import threading
import time
from collections.abc import Callable

import pytest

from tests.serving.wire import join
from tests.support.live import Live

CLIENTS = 16
LONGEST = 20.0  # seconds; each client stops by itself then
HASHES = {"GATEPOST_ARGON2_MEMORY": "1024", "GATEPOST_HASH_QUEUE": "100"}  # a few milliseconds each


class Load:
    """Clients that send one request after the other.

    *kept*: over one connection each, until an answer says that it is the last. Otherwise over a connection for each
    request, until they are told to end.
    """

    def __init__(self, url: str, username: str, *, kept: bool) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        self._address, self._kept = (host, int(port)), kept
        body = json.dumps({"username": username, "password": "password"}).encode()
        log_in = b"POST /user/login HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        requests = [b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", log_in]
        self._is_over = threading.Event()
        self.answered = 0
        self.lost: list[str] = []
        self._count = threading.Lock()
        self._threads = [threading.Thread(target=self._visit, args=(requests[i % 2],)) for i in range(CLIENTS)]
        for thread in self._threads:
            thread.start()

    def wait_for(self, answers: int) -> None:
        deadline = time.monotonic() + LONGEST
        while self.answered < answers:
            assert time.monotonic() < deadline
            assert not self.lost
            time.sleep(0.01)

    def end(self) -> None:
        """Wait until the clients have ended: by themselves, if they keep their connections."""
        if not self._kept:
            self._is_over.set()
        for thread in self._threads:
            thread.join(timeout=LONGEST)
            assert not thread.is_alive()

    def _visit(self, request: bytes) -> None:
        deadline = time.monotonic() + LONGEST
        connection: socket.socket | None = None
        while time.monotonic() < deadline and not self._is_over.is_set():
            try:
                connection = connection or socket.create_connection(self._address, timeout=10)
                stays = self._exchange(connection, request)
            except (OSError, EOFError) as failure:
                self.lost.append(repr(failure))
                return
            if not stays and self._kept:
                return
            if not stays:
                connection.close()
                connection = None
        if not self._is_over.is_set():
            self.lost.append("never told that an answer is the last")

    def _exchange(self, connection: socket.socket, request: bytes) -> bool:
        """Send a request and read its answer; whether another may follow."""
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += _more(connection)
        head, _, body = answer.partition(b"\r\n\r\n")
        status, *lines = head.decode().lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        while len(body) < int(headers["content-length"]):
            body += _more(connection)
        assert " 200 " in status + " ", status
        with self._count:
            self.answered += 1
        return self._kept and headers.get("connection") != "close"


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(65536)
    if not received:
        raise EOFError
    return received


@pytest.mark.parametrize("group", [False, True], ids=["to the process", "to all processes"])
def test_sigterm_under_load_drops_no_request_of_a_kept_connection(live: Callable[..., Live], group: bool) -> None:
    service = live("--workers", "2", **HASHES)
    load = Load(service.url, join(service.url, "ada").username, kept=True)
    load.wait_for(200)
    status = service.stop(signal.SIGTERM, group=group)
    load.end()
    assert (load.lost, status) == ([], 0)
    assert load.answered > 200
    assert "Traceback" not in service.log
