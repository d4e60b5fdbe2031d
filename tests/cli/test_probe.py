"""gatepost probe: the health check of the container image."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.run import Typed
from tests.examples.conftest import free_port
from tests.support.live import Live


class Service(BaseHTTPRequestHandler):
    """Is alive, and not ready."""

    def do_GET(self) -> None:
        self.send_response({"/healthz": 200, "/readyz": 503}[self.path])
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield str(server.server_port)
    server.shutdown()
    server.server_close()


def test_a_service_is_alive_and_ready(tmp_path: Path, typed: Typed) -> None:
    with Live(tmp_path / "service") as service:
        port = service.url.rpartition(":")[2]
        for options in ([], ["--ready"]):
            answer = typed("probe", *options, PORT=port)
            assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_alive_and_not_ready_are_two_questions(typed: Typed, port: str, host: str) -> None:
    assert typed("probe", HOST=host, PORT=port).returncode == 0
    answer = typed("probe", "--ready", HOST=host, PORT=port)
    assert (answer.returncode, answer.stdout) == (1, "GET /readyz: 503\n")


def test_no_service_is_a_failure_in_a_sentence(typed: Typed) -> None:
    answer = typed("probe", PORT=str(free_port()))
    assert answer.returncode == 1
    assert answer.stderr.startswith("gatepost: No answer from 127.0.0.1, port ")
    assert len(answer.stderr.splitlines()) == 1


def test_an_answer_that_is_not_http_is_a_failure(typed: Typed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def mumble() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"mumble\r\n\r\n")

        threading.Thread(target=mumble, daemon=True).start()
        answer = typed("probe", PORT=str(listener.getsockname()[1]))
    assert (answer.returncode, len(answer.stderr.splitlines())) == (1, 1)
