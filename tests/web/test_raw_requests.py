"""The real server, byte by byte: what no HTTP library sends."""

import json
import socket
from time import sleep
from typing import Self

import pytest

from tests.support.live import Live

LIMIT = 64 * 1024


class Connection:
    """One connection to the server."""

    def __init__(self, live: Live) -> None:
        host, port = live.url.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.socket.close()

    def send(self, *lines: bytes, body: bytes = b"", pause: float = 0) -> None:
        self.socket.sendall(b"\r\n".join([*lines, b"Host: x", b"", b""]))
        sleep(pause)
        self.socket.sendall(body)

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; status 0 if the connection was closed."""
        first = self.file.readline()
        if not first:
            return 0, {}, b""
        headers = {}
        while line := self.file.readline().strip():
            name, _, value = line.decode().partition(": ")
            headers[name.lower()] = value
        return int(first.split()[1]), headers, self.file.read(int(headers.get("content-length", 0)))


def chunked(body: bytes, size: int = 8_000) -> bytes:
    parts = [body[begin : begin + size] for begin in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_a_chunked_body_is_read_like_any_other(live: Live) -> None:
    body = json.dumps({"username": "chunky", "mobile": "01755555555", "password": "a good password"}).encode()
    with Connection(live) as connection:
        connection.send(b"POST /user HTTP/1.1", b"Transfer-Encoding: chunked", body=chunked(body, 7))
        status, _, answer = connection.answer()
    assert status == 201
    assert json.loads(answer)["data"]["username"] == "chunky"


@pytest.mark.parametrize(("size", "expected"), [(LIMIT, 422), (LIMIT + 1, 413), (LIMIT * 8, 413)])
def test_the_limit_holds_for_chunked_bodies_too(live: Live, size: int, expected: int) -> None:
    with Connection(live) as connection:
        body = b'{"extra": "' + b"x" * (size - 13) + b'"}'
        connection.send(b"POST /user HTTP/1.1", b"Transfer-Encoding: chunked", body=chunked(body))
        status, headers, answer = connection.answer()
    assert status == expected
    assert headers["content-type"] == "application/json"
    assert json.loads(answer)["status"] == expected


UNREAD = {
    "a GET with a body": (b"GET /healthz HTTP/1.1", 200),
    "a refused PATCH": (b"PATCH /user/00000000-0000-0000-0000-000000000000 HTTP/1.1", 401),
    "a POST to nowhere": (b"POST /nowhere HTTP/1.1", 404),
    "a wrong method": (b"PUT /user HTTP/1.1", 405),
}


@pytest.mark.parametrize(("line", "expected"), UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("size", [1, 500, 100_000])
def test_a_body_that_nobody_asked_for_does_not_cost_the_connection(
    live: Live, line: bytes, expected: int, size: int
) -> None:
    """It comes a little after its headers, as bodies do, when the answer may already be made."""
    with Connection(live) as connection:
        for _ in range(5):
            connection.send(line, b"Content-Length: %d" % size, body=b"x" * size, pause=0.01)
            assert connection.answer()[0] == expected
        connection.send(b"GET /healthz HTTP/1.1")
        assert connection.answer()[0] == 200


@pytest.mark.asvs("4.2.1")
@pytest.mark.parametrize(
    "lines",
    [
        [b"Content-Length: 5", b"Content-Length: 50"],
        [b"Content-Length: -1"],
        [b"Content-Length: 5x"],
        [b"Transfer-Encoding: xchunked"],
        [b"Transfer-Encoding: identity"],
        [b"Transfer-Encoding : chunked"],
        [b" folded: x"],
        [b"X: a\0b"],
    ],
    ids=lambda lines: b" and ".join(lines).decode(),
)
def test_a_request_whose_end_is_in_doubt_is_refused_and_the_connection_ends(live: Live, lines: list[bytes]) -> None:
    hidden = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-ID: hidden-request\r\n\r\n"
    with Connection(live) as connection:
        connection.send(b"POST /user/login HTTP/1.1", *lines, body=hidden)
        status, _, _ = connection.answer()
        assert status in (0, 400)
        assert connection.answer()[0] == 0
    sleep(0.1)
    assert "hidden-request" not in live.log


@pytest.mark.asvs("4.2.1")
def test_of_two_ways_to_tell_the_length_no_second_request_comes(live: Live) -> None:
    """With both headers, the body is chunked and its end is the end of the request (RFC 9112 section 6.3)."""
    with Connection(live) as connection:
        inner = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-ID: smuggled-request\r\n\r\n"
        lines = [b"Content-Length: %d" % len(inner), b"Transfer-Encoding: chunked"]
        connection.send(b"POST /user/login HTTP/1.1", *lines, body=inner)
        assert connection.answer()[0] in (0, 400)


@pytest.mark.asvs("15.3.7")
def test_two_authorizations_are_refused(live: Live) -> None:
    with Connection(live) as connection:
        connection.send(b"GET /user HTTP/1.1", b"Authorization: Bearer a.b.c", b"Authorization: Bearer d.e.f")
        status, headers, answer = connection.answer()
    assert status in (400, 401)
    assert headers["www-authenticate"].startswith("Bearer")
    assert json.loads(answer)["code"] in ("invalid_request", "invalid_token")


@pytest.mark.parametrize(
    "target",
    [
        b"//user",
        b"/%00",
        b"/%ff%fe",
        b"/user%2f..%2fuser",
        b"/%0d%0aX:y",
        b"/\xc3\xa4",
        b"*",
        b"http://evil.example/no",
    ],
)
def test_an_odd_target_gets_a_plain_answer(live: Live, target: bytes) -> None:
    with Connection(live) as connection:
        connection.send(b"GET " + target + b" HTTP/1.1")
        status, headers, answer = connection.answer()
    assert status in (400, 404), answer
    assert "location" not in headers
    assert b"<" not in answer
    if status == 404:
        assert json.loads(answer)["code"] == "not_found"


@pytest.mark.parametrize("version", [b"HTTP/1.0", b"HTTP/1.1"])
def test_a_head_request_has_headers_and_no_body(live: Live, version: bytes) -> None:
    with Connection(live) as connection:
        connection.send(b"HEAD /healthz " + version, b"Connection: close")
        text = connection.file.read()
    head, _, body = text.partition(b"\r\n\r\n")
    assert b"200" in head.splitlines()[0]
    assert b"nosniff" in head
    assert body == b""
