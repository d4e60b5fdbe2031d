"""An issuer whose answers a test chooses, and tokens as it would sign them."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import jwt

from gatepost.keys.pairs import KeyPair, make_pair

Answer = Callable[[BaseHTTPRequestHandler], None]


class Clock:
    """The time of day and a stopwatch, both standing still until ``pass_(seconds)``."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def pass_(self, seconds: float) -> None:
        self.now += seconds

    def read(self) -> float:
        return self.now


class Issuer:
    """Publishes ``keys`` at ``url``; ``answer`` replaces what it says. Counts how often it is asked."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.pair = make_pair("EdDSA")
        self.keys: list[Any] = [self.pair.jwk]
        self.headers: dict[str, str] = {"Content-Type": "application/json"}
        self.answer: Answer = self.publish
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def publish(self, request: BaseHTTPRequestHandler) -> None:
        reply(request, json.dumps({"keys": self.keys}).encode(), self.headers)

    def rotate(self, algorithm: str = "EdDSA") -> KeyPair:
        """Publish another key, and sign with it."""
        self.pair = make_pair(algorithm)
        self.keys.append(self.pair.jwk)
        return self.pair

    @property
    def claims(self) -> dict[str, Any]:
        now = int(self.clock.now)
        return {
            "iss": self.url,
            "aud": self.url,
            "iat": now,
            "exp": now + 900,
            "sub": "f99f6337-fde1-4f5c-990f-f3597b56770d",
            "sid": "session",
            "jti": "token",
            "client_id": "gatepost",
            "auth_time": now,
        }

    def token(self, *, pair: KeyPair | None = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A good token, but for these claims and members of its header."""
        signer = pair or self.pair
        headers = {"typ": "at+jwt", "kid": signer.kid} | (header or {})
        text = json.dumps(self.claims | claims).encode()
        return jwt.PyJWS().encode(text, signer.private, signer.algorithm, headers=headers)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked.append(self.path)
                issuer.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def reply(
    request: BaseHTTPRequestHandler, body: bytes, headers: dict[str, str] | None = None, *, status: int = 200
) -> None:
    request.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)
