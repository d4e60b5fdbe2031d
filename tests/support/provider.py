"""A provider of OpenID Connect on a free port of 127.0.0.1, which lies and fails when told to.

``with Provider() as provider``: name ``provider.settings`` in the settings. ``provider.claims`` are added to its ID
tokens, and those that are None are left out.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import Key, RSAKey

from gatepost import clock

CLIENT_ID, CLIENT_SECRET = "gatepost at example", "a secret of the client: +/%"
OF_TEN_MEGABYTES = b'{"issuer": "' + b"x" * 10_000_000 + b'"}'


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):  # a client that hangs up
            super().handle_error(request, client_address)


class Provider:
    """Its answers are right, but for what a test sets. ``asked`` are the paths of the requests that it got."""

    key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
    another_key = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})

    def __init__(self, name: str = "example") -> None:
        self.name = name
        self.reset()

    def reset(self) -> None:
        """Be good again."""
        self.keys: list[Key] = [self.key]
        self.signs_with: Key | bytes = self.key
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "first"}
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.document: dict[str, Any] = {}
        self.tokens: dict[str, Any] = {}
        self.answers: dict[str, bytes] = {}  # by path: in place of the right body
        self.statuses: dict[str, int] = {}
        self.hangs: set[str] = set()  # paths whose answer comes byte by byte, without an end
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, Any]:
        """As in GATEPOST_PROVIDERS."""
        given = {"name": self.name, "issuer": self.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        return {**given, "native_client_ids": ["the app"], "private": True}

    def authorize(self, url: str) -> dict[str, str]:
        """Be at *url*, where a browser was sent, and agree. Returns the query with which it comes back."""
        asked = {name: value for name, (value,) in parse_qs(urlsplit(url).query, strict_parsing=True).items()}
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def id_token(self, for_nonce: str, **claims: Any) -> str:
        now = int(clock.now().timestamp())
        given = {
            "iss": self.issuer,
            "sub": "ada at example",
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": for_nonce,
            "email": "ada@example.org",
            "email_verified": True,
            **self.claims,
            **claims,
        }
        payload = json.dumps({name: value for name, value in given.items() if value is not None})
        if isinstance(self.signs_with, bytes):  # a secret for HS256, or none at all
            signed = f"{_encoded(json.dumps(self.header).encode())}.{_encoded(payload.encode())}"
            mac = hmac.digest(self.signs_with, signed.encode(), "sha256") if self.signs_with else b""
            return f"{signed}.{_encoded(mac)}"
        return jws.serialize_compact(self.header, payload.encode(), self.signs_with, [self.header["alg"]])

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            **self.document,
        }

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        """The token endpoint: it checks client, redirect URI and PKCE, and takes a code once."""
        by_post = "client_secret_basic" not in self.document.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
        client = [form.pop("client_id"), form.pop("client_secret")] if by_post else list(map(unquote_plus, pair))
        asked = self._codes.pop(form["code"], None)
        if client != [CLIENT_ID, CLIENT_SECRET]:
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = _encoded(digest)
        if asked is None or (asked["code_challenge"], asked["code_challenge_method"]) != (challenge, "S256"):
            return 400, {"error": "invalid_grant"}
        if form["redirect_uri"] != asked["redirect_uri"] or form["grant_type"] != "authorization_code":
            return 400, {"error": "invalid_request"}
        token = {
            "access_token": "an access token",
            "token_type": "Bearer",
            "id_token": self.id_token(asked.get("nonce", "")),
        }
        return 200, token | self.tokens

    def _answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        match path:
            case "/.well-known/openid-configuration":
                return 200, self.discovery()
            case "/keys":
                public = [key.as_dict(private=False) for key in self.keys]
                return 200, {"keys": public}
            case "/token":
                return self.token(form, authorization)
            case "/userinfo" if authorization == "Bearer an access token":
                return 200, {"sub": "ada at example"} if self.userinfo is None else self.userinfo
        return 404, {}

    def _serve(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        path = urlsplit(request.path).path
        self.asked.append(path)
        form = {name: value for name, (value,) in parse_qs(body.decode()).items()}
        status, data = self._answer(path, form, request.headers.get("Authorization", ""))
        answer = self.answers.get(path, json.dumps(data).encode())
        request.send_response(self.statuses.get(path, status))
        request.send_header("Content-Length", str(len(answer)))
        request.send_header("Location", f"{self.issuer}/elsewhere")
        request.end_headers()
        if path in self.hangs:
            while path in self.hangs:
                request.wfile.write(b" ")
                time.sleep(0.02)
        request.wfile.write(answer)

    def __enter__(self) -> Self:
        serve = self._serve

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                serve(self, b"")

            def do_POST(self) -> None:
                serve(self, self.rfile.read(int(self.headers["Content-Length"])))

            def log_message(self, *_: object) -> None:
                pass

        self._http = _Server(("127.0.0.1", 0), Handler)
        self.port = self._http.server_port
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.reset()
        self._http.shutdown()
        self._http.server_close()


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def query_of(url: str) -> dict[str, str]:
    """The query of the address to which the browser was sent."""
    return {name: value for name, (value,) in parse_qs(urlsplit(url).query).items()}


def with_query(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}"
