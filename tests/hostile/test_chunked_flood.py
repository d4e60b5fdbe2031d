"""A chunked body without an end costs a bounded amount of memory, and its connection."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.serving.test_stop import workers_of
from tests.serving.wire import ask
from tests.support.live import Live

MIB = 1024 * 1024
CHUNK = b"%x\r\n%b\r\n" % (MIB, b" " * MIB)
SENT_AT_MOST = 2048  # MiB
pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells the memory so")


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Live(tmp_path) as service:
        yield service


def memory_of(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096


def register_in_chunks(url: str) -> int:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    body = iter([b'{"username": "ada", "mobile": ', b'"01712345678", "password": "password"}'])
    connection.request("POST", "/user", body, {"Content-Type": "application/json"}, encode_chunked=True)
    return connection.getresponse().status


@pytest.mark.parametrize("clients", [1, 4])
def test_a_chunked_body_without_an_end_is_given_up(live: Live, clients: int) -> None:
    (worker,) = workers_of(live)
    assert ask(live.url, "GET /healthz").status == 200
    before, most, sent = memory_of(worker), 0, 0
    host, port = live.url.removeprefix("http://").split(":")
    with ExitStack() as stack:
        flood = [stack.enter_context(socket.create_connection((host, int(port)), timeout=10)) for _ in range(clients)]
        for connection in flood:
            connection.sendall(b"POST /user HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        while flood and sent < SENT_AT_MOST:
            for connection in list(flood):
                try:
                    connection.sendall(CHUNK)
                    sent += 1
                except OSError:
                    flood.remove(connection)
            most = max(most, memory_of(worker))
        assert not flood
    assert most - before < 250 * MIB
    live.wait_for("chunked bodies take too much memory")
    assert register_in_chunks(live.url) == 201  # the next one is not taken for a flood
