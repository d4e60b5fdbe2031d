"""nginx and Caddy with the shown configuration, in front of an application that tells what it was sent."""

import http.client
import json
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from tests.docs.blocks import blocks
from tests.examples.conftest import EXAMPLES, free_port
from tests.examples.run_proxy import replaced, running_caddy, running_nginx
from tests.serving.wire import Reply

SHOWN = EXAMPLES / "nginx" / "gatepost.conf"


class Application(ThreadingHTTPServer):
    """Answers every request with what it was sent, and remembers it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Echo)
        self.seen: list[dict[str, Any]] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Echo(BaseHTTPRequestHandler):
    protocol_version: ClassVar[str] = "HTTP/1.1"
    disable_nagle_algorithm: ClassVar[bool] = True  # the body would wait 40 ms for the head's arrival
    server: Application

    def do_GET(self) -> None:
        if self.headers.get("Upgrade"):
            self._change_protocol()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        told = {"method": self.command, "path": self.path, "headers": self.headers.items(), "body": body}
        self.server.seen.append(told)
        answer = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_OPTIONS = do_GET  # noqa: N815  the library's names

    def _change_protocol(self) -> None:
        """Change to the protocol that is asked for, tell what was sent, and send everything back from then on."""
        self.server.seen.append({"method": self.command, "path": self.path, "headers": self.headers.items()})
        self.send_response(101)
        self.send_header("Upgrade", self.headers["Upgrade"])
        self.send_header("Connection", "Upgrade")
        self.end_headers()
        self.wfile.write(json.dumps(self.headers.items()).encode() + b"\n")
        while line := self.rfile.readline():
            self.wfile.write(line)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class Proxy:
    """A running proxy, and the application behind it."""

    def __init__(self, port: int, application: Application) -> None:
        self.port, self.application = port, application

    def ask(self, method: str, path: str, *headers: tuple[str, str], body: str = "") -> Reply:
        """A request with exactly these header lines."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=any(name == "Host" for name, _ in headers))
            for name, value in headers:
                connection.putheader(name, value)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body.encode() or None)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()

    def change_protocol(self, path: str, *headers: tuple[str, str], say: bytes) -> tuple[str, list[str]]:
        """Ask for another protocol. Returns the status line, and if it is 101 what the other side then sends.

        That is first the headers that it got, and then what is said.
        """
        lines = [f"GET {path} HTTP/1.1", "Host: app", *(f"{name}: {value}" for name, value in headers), "", ""]
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall("\r\n".join(lines).encode())
            with connection.makefile("rb") as answer:
                status = answer.readline().decode().strip()
                while answer.readline().strip():
                    pass
                if " 101 " not in status:
                    return status, []
                got = answer.readline().decode()
                connection.sendall(say + b"\n")
                return status, [got, answer.readline().decode().strip()]

    def reached(self) -> Sequence[dict[str, Any]]:
        """What came through since this was asked last."""
        seen, self.application.seen = self.application.seen, []
        return seen


def told_identity(reply: Reply) -> list[tuple[str, str]]:
    """All header lines that some framework could take for one of X-Auth-…, as the application got them."""
    lines = reply.json["headers"]
    return [(name, value) for name, value in lines if re.sub("[_-]", "", name.lower()).startswith("xauth")]


@contextmanager
def nginx(folder: Path, gatepost: str, *, port: int | None = None) -> Iterator[Proxy]:
    """nginx as shown, with other addresses."""
    with _in_front_of_application(port) as proxy:
        shown = replaced(
            SHOWN.read_text(),
            {
                "server 127.0.0.1:8087;": f"server {gatepost.removeprefix('http://')};",
                "server 127.0.0.1:8000;": f"server {proxy.application.address};",
                "listen 80;": f"listen 127.0.0.1:{proxy.port};",
            },
        )
        with running_nginx(folder, shown, is_there=lambda: proxy.ask("GET", "/public/")):
            yield proxy


@contextmanager
def caddy(folder: Path, gatepost: str, *, port: int | None = None) -> Iterator[Proxy]:
    """Caddy as shown in docs/forward-auth.md, with other addresses."""
    (shown,) = [text for kind, text in blocks("docs/forward-auth.md") if kind == "caddyfile"]
    with _in_front_of_application(port) as proxy:
        names = ("127.0.0.1", "app", "app.localhost")
        shown = replaced(
            shown.replace("127.0.0.1:8087", gatepost.removeprefix("http://")),
            {
                "app.example.org {": f"{', '.join(f'http://{name}:{proxy.port}' for name in names)} {{",
                "127.0.0.1:8000": proxy.application.address,
            },
        )
        with running_caddy(folder, shown, is_there=lambda: proxy.ask("GET", "/")):
            yield proxy


@contextmanager
def _in_front_of_application(port: int | None) -> Iterator[Proxy]:
    application = Application()
    threading.Thread(target=application.serve_forever, daemon=True).start()
    try:
        yield Proxy(port or free_port(), application)
    finally:
        application.shutdown()
        application.server_close()
