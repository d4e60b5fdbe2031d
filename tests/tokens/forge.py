"""Tokens as an attacker would make them, and as only the service can."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.crypto import derive_key
from tests.support.apps import SECRET
from tests.support.people import Person, bearer

ACCESS, REFRESH = "at+jwt", "rt+jwt"
CHALLENGE = 'Bearer realm="gatepost", error="invalid_token"'


def key_of(kind: str) -> bytes:
    """The key with which the service signs tokens of this kind."""
    return derive_key(SECRET, f"sign {kind}")


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims of a token."""
    header, claims, _ = token.split(".")
    return json.loads(decoded(header)), json.loads(decoded(claims))


def forge(claims: dict[str, Any] | str, *, header: dict[str, Any] | None = None, key: bytes | None = None) -> str:
    """A token with these claims, by the service's own key for access tokens unless another *key* is given."""
    text = claims if isinstance(claims, str) else json.dumps(claims)
    head = {"typ": ACCESS, "alg": "HS256"} | (header or {})
    signed = f"{encoded(json.dumps(head).encode())}.{encoded(text.encode())}"
    method = {"HS384": hashlib.sha384, "HS512": hashlib.sha512}.get(str(head["alg"]), hashlib.sha256)
    mac = hmac.new(key_of(ACCESS) if key is None else key, signed.encode(), method)
    return f"{signed}.{encoded(mac.digest())}"


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
