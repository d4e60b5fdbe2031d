"""Passwords from breaches, looked up without telling which: at a real server of the kind."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.passwords.breached import was_breached

KNOWN = "a password of many people"


class Ranges(ThreadingHTTPServer):
    """Answers as Have I Been Pwned does, or as *answer* says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str]] = []
        self.answer: Callable[[Any], None] | None = None
        self.gone = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: Ranges

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["Add-Padding"]))
        if self.server.answer:
            self.server.answer(self)
            return
        known = hashlib.sha1(KNOWN.encode()).hexdigest().upper()
        lines = ["0" * 35 + ":3", known[5:] + ":17", hashlib.sha1(b"only padding here").hexdigest().upper()[5:] + ":0"]
        self.reply(200, "\r\n".join(lines).encode())

    def reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def ranges() -> Iterator[Ranges]:
    server = Ranges()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.gone.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def register(make_app: Callable[..., Flask], ranges: Ranges) -> Callable[..., Any]:
    app = make_app(password_breaches=True, password_breaches_url=f"http://127.0.0.1:{ranges.server_port}")

    def post(password: str) -> Any:
        body = {"username": "ada", "mobile": "01712345678", "password": password}
        return app.test_client().post("/user", json=body)

    return post


@pytest.mark.asvs("6.2.12")
def test_a_breached_password_is_refused_and_only_five_characters_are_told(
    register: Callable[..., Any], ranges: Ranges
) -> None:
    answer = register(KNOWN)
    assert answer.status_code == 422
    assert answer.json["errors"] == {"password": ["This password is known from a data breach: choose another."]}
    assert ranges.asked == [(f"/range/{hashlib.sha1(KNOWN.encode()).hexdigest().upper()[:5]}", "true")]
    assert register("only padding here").status_code == 201


def _hang(handler: Any) -> None:
    handler.server.gone.wait(20)


def _trickle(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.gone.wait(0.1):
        handler.wfile.write(b"0")


@pytest.mark.parametrize(
    "answer",
    [
        _hang,
        _trickle,
        lambda handler: handler.reply(500, b""),
        lambda handler: handler.reply(302, b""),
        lambda handler: handler.reply(200, b"\xff\xfe"),
        lambda handler: handler.reply(200, b"0" * (2 << 20)),
        lambda handler: handler.connection.close(),
    ],
    ids=["hangs", "trickles", "500", "redirects", "rubbish", "too much", "half an answer"],
)
def test_without_an_answer_nobody_is_kept_out(ranges: Ranges, answer: Callable[[Any], None], tmp_path: Path) -> None:
    ranges.answer = answer
    url = f"http://127.0.0.1:{ranges.server_port}"
    with create_app(load_settings({}, instance=tmp_path, password_breaches_url=url)).app_context():
        assert not was_breached(KNOWN)
    assert ranges.asked
