"""A receiver of webhooks on a free port of 127.0.0.1, which keeps what it gets, and answers as it is told."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import orjson


class Got(NamedTuple):
    """A request as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def type(self) -> str:
        return str(orjson.loads(self.body)["type"])

    @property
    def user(self) -> str | None:
        user: str | None = orjson.loads(self.body)["data"]["user"]
        return user


class Receiver:
    """*status*, *headers* and *text* are its answer; *hang* holds each request until it is set."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.got: list[Got] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        self.text: Callable[[], Iterator[bytes]] | bytes = b""
        self.hang: threading.Event | None = None

    @property
    def types(self) -> list[str]:
        return [each.type for each in self.got]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Receive until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(Got({name.lower(): value for name, value in self.headers.items()}, body))
            if receiver.hang is not None:
                receiver.hang.wait(timeout=30)
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for part in [receiver.text] if isinstance(receiver.text, bytes) else receiver.text():
                    self.wfile.write(part)
            except OSError:  # the service has read enough
                pass

        def log_message(self, *_: object) -> None:
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield receiver
        finally:
            server.shutdown()
