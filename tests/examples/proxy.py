"""nginx with the shown configuration, in front of an application that tells what it was sent."""

import contextlib
import http.client
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.examples.conftest import EXAMPLES, free_port
from tests.serving.wire import Reply

SHOWN = EXAMPLES / "nginx" / "gatepost.conf"
AROUND = """\
daemon off;
master_process off;
pid nginx.pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
{shown}
}}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


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
    server: Application

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        told = {"method": self.command, "path": self.path, "headers": self.headers.items(), "body": body}
        self.server.seen.append(told)
        answer = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET  # noqa: N815  the library's names

    def log_message(self, *_: object) -> None:
        pass


class Proxy:
    """A running nginx, and the application behind it."""

    def __init__(self, port: int, application: Application) -> None:
        self._port, self._application = port, application

    def ask(self, method: str, path: str, *headers: tuple[str, str], body: str = "") -> Reply:
        """A request with exactly these header lines."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.putrequest(method, path)
            for name, value in headers:
                connection.putheader(name, value)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body.encode() or None)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()

    def reached(self) -> Sequence[dict[str, Any]]:
        """What came through since this was asked last."""
        seen, self._application.seen = self._application.seen, []
        return seen


def told_identity(reply: Reply) -> list[tuple[str, str]]:
    """All header lines that some framework could take for one of X-Auth-…, as the application got them."""
    lines = reply.json["headers"]
    return [(name, value) for name, value in lines if re.sub("[_-]", "", name.lower()).startswith("xauth")]


@contextmanager
def nginx(folder: Path, gatepost: str) -> Iterator[Proxy]:
    """nginx as shown, with other addresses."""
    application, port = Application(), free_port()
    threading.Thread(target=application.serve_forever, daemon=True).start()
    shown = SHOWN.read_text()
    for old, new in {
        "server 127.0.0.1:8087;": f"server {gatepost.removeprefix('http://')};",
        "server 127.0.0.1:8000;": f"server {application.address};",
        "listen 80;": f"listen 127.0.0.1:{port};",
    }.items():
        assert shown.count(old) == 1
        shown = shown.replace(old, new)
    proxy = Proxy(port, application)
    try:
        with running_nginx(folder, shown, is_there=lambda: proxy.ask("GET", "/public/")):
            yield proxy
    finally:
        application.shutdown()
        application.server_close()


@contextmanager
def running_nginx(folder: Path, shown: str, *, is_there: Callable[[], object]) -> Iterator[None]:
    """nginx with this configuration of servers; *is_there* asks it for something."""
    (folder / "nginx.conf").write_text(AROUND.format(shown=shown))
    program = find_nginx()
    assert program
    log = folder / "log.txt"
    with log.open("w") as output:
        process = subprocess.Popen(
            [program, "-p", str(folder), "-c", "nginx.conf", "-e", "stderr"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(is_there, process, log)
        yield
    finally:
        process.kill()
        process.wait(timeout=10)


def _wait_for(is_there: Callable[[], object], process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            is_there()
            return
        time.sleep(0.05)
    pytest.fail(f"nginx did not start:\n{log.read_text()}")
