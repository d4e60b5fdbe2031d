"""Tokens as an attacker would make them, and as only the service can."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost import clock
from gatepost.keys.pairs import KeyPair
from gatepost.keys.ring import current_ring
from tests.support.people import Person, bearer

ACCESS, REFRESH = "at+jwt", "rt+jwt"
CHALLENGE = 'Bearer realm="gatepost", error="invalid_token"'


def key_of(app: Flask) -> KeyPair:
    """The key with which this service signs tokens now."""
    with app.app_context():
        return current_ring().signing(clock.now()).pair


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims of a token."""
    header, claims, _ = token.split(".")
    return json.loads(decoded(header)), json.loads(decoded(claims))


class Forger:
    """Makes tokens as the service makes them, as far as one wants."""

    def __init__(self, pair: KeyPair) -> None:
        self.pair = pair

    def __call__(
        self,
        claims: dict[str, Any] | str,
        *,
        header: dict[str, Any] | None = None,
        key: Ed25519PrivateKey | None = None,
    ) -> str:
        """A token with these claims, by the service's own key unless another *key* is given."""
        signed = self.unsigned(claims, header)
        return f"{signed}.{encoded((key or self.pair.private).sign(signed.encode()))}"

    def unsigned(self, claims: dict[str, Any] | str, header: dict[str, Any] | None = None) -> str:
        """The first two parts of a token."""
        text = claims if isinstance(claims, str) else json.dumps(claims)
        head = {"typ": ACCESS, "alg": "EdDSA", "kid": self.pair.kid} | (header or {})
        return f"{encoded(json.dumps(head).encode())}.{encoded(text.encode())}"

    def with_mac(self, claims: dict[str, Any], *, name: str, key: bytes) -> str:
        """A token that is signed with a shared secret."""
        signed = self.unsigned(claims, {"alg": name})
        method = {"HS384": hashlib.sha384, "HS512": hashlib.sha512}.get(name, hashlib.sha256)
        return f"{signed}.{encoded(hmac.new(key, signed.encode(), method).digest())}"


def encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


def decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def use(client: FlaskClient, person: Person, token: str) -> TestResponse:
    """Read one's own account with this token."""
    return client.get(f"/user/{person.uuid}", headers=bearer(token))


def assert_refused(answer: TestResponse) -> None:
    """*answer* is the one answer to a token that is not valid."""
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_token")
    assert answer.json.keys() == {"message", "status", "code"}
    assert answer.headers["WWW-Authenticate"] == CHALLENGE
