"""A real HTTP gateway for SMS on a free port of 127.0.0.1, which keeps what it gets and misbehaves when told to.

``with Gateway() as sms``: set ``GATEPOST_SMS_GATEWAY_URL`` to ``sms.url``, then ``sms.wait()`` for what arrives.
"""

import json
import re
import ssl
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self

# deliver: take every message · refuse: nobody listens · hang: take the request and say nothing · temporary: 503 ·
# permanent: 400 · cut: half an answer, then the end · trickle: an answer of one byte in a twentieth of a second,
# without an end · redirect: 307 to itself
Behaviour = Literal["deliver", "refuse", "hang", "temporary", "permanent", "cut", "trickle", "redirect"]
_STATUS = {"temporary": 503, "permanent": 400, "redirect": 307}


@dataclass(frozen=True)
class Text:
    """A message as it arrived, with the request's header."""

    to: str
    text: str
    id: str
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """The six digits in it."""
        (found,) = set(re.findall(r"(?<!\d)(\d{6})(?!\d)", self.text))
        return str(found)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):  # a client that hangs up, or does not trust us
            super().handle_error(request, client_address)


class Gateway:
    """Takes SMS. ``status`` replaces the status of the answer, ``answer`` its body."""

    def __init__(self, *, certificate: ssl.SSLContext | None = None, status: int = 200, answer: bytes = b"{}") -> None:
        self.messages: list[Text] = []
        self.requests = 0
        self.status = status
        self.answer = answer
        self.port = 0
        self._certificate = certificate
        self._behaviour: Behaviour = "deliver"
        self._news = threading.Condition()
        self._ended = threading.Event()
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        """As in GATEPOST_SMS_GATEWAY_URL."""
        return f"http{'s' if self._certificate else ''}://127.0.0.1:{self.port}/send"

    def behave(self, how: Behaviour) -> None:
        """From the next request on, do this."""
        self._behaviour = how
        if how == "refuse":
            self._close()
        else:
            self._listen()

    def wait(self, count: int = 1, *, within: float = 10) -> list[Text]:
        """The messages, once there are *count* of them."""
        with self._news:
            arrived = self._news.wait_for(lambda: len(self.messages) >= count, within)
        assert arrived, f"only {len(self.messages)} of {count} messages came within {within} s"
        return list(self.messages)

    def to(self, number: str) -> list[Text]:
        """What came for this number, in its order."""
        return [text for text in list(self.messages) if text.to == number]

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._close()

    def read(self, body: bytes, headers: dict[str, str]) -> Text:
        """What a request says; other gateways have other ways to say it."""
        said = json.loads(body)
        assert said.keys() == {"to", "text", "id"}
        return Text(said["to"], said["text"], said["id"], headers, body)

    def _listen(self) -> None:
        if self._server is None:
            self._server = _Server(("127.0.0.1", self.port), self._handler())
            self._server.daemon_threads = True
            if self._certificate is not None:
                self._server.socket = self._certificate.wrap_socket(
                    self._server.socket, server_side=True, do_handshake_on_connect=False
                )
            self.port = self._server.server_address[1]
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def _close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.socket.close()
            self._server = None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.requests += 1
                gateway._answer(self, body)
                self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def _answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        how = self._behaviour
        if how == "hang":
            self._ended.wait(30)
            return
        if how == "deliver" and 200 <= self.status < 300:
            text = self.read(body, {name.lower(): value for name, value in request.headers.items()})
            with self._news:
                self.messages.append(text)
                self._news.notify_all()
        request.send_response(_STATUS.get(how, self.status))
        request.send_header("Content-Type", "application/json")
        if how == "redirect":
            request.send_header("Location", self.url)
        length = len(self.answer) + (10 if how == "cut" else 1_000_000 if how == "trickle" else 0)
        request.send_header("Content-Length", str(length))
        if how == "trickle":
            self._trickle(request)
            return
        request.end_headers()
        request.wfile.write(self.answer)

    def _trickle(self, request: BaseHTTPRequestHandler) -> None:
        """One byte after the other of a header that has no end."""
        request.send_header("X-Slow", "")
        request.wfile.write(b"".join(request._headers_buffer)[:-2])  # type: ignore[attr-defined]
        try:
            while not self._ended.is_set():
                request.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass
