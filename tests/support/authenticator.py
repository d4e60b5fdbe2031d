"""An app that makes codes, written after RFC 6238 and RFC 4226 alone: it shares nothing with the service."""

import hashlib
import hmac
import struct
from base64 import b32decode
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost import clock
from tests.support.people import Person, bearer


@dataclass
class Authenticator:
    """Makes the codes of one secret, at the service's time."""

    secret: str
    id: str = ""
    recovery_codes: list[str] = field(default_factory=list)

    def code(self, *, steps: int = 0) -> str:
        """The code of now, or of some *steps* later."""
        step = int(clock.now().timestamp()) // 30 + steps
        key = b32decode(self.secret + "=" * (-len(self.secret) % 8))
        mac = hmac.digest(key, struct.pack(">Q", step), hashlib.sha1)
        number = struct.unpack(">I", mac[mac[-1] & 15 :][:4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"

    def wrong(self) -> str:
        """A code that is not right now, and was not just before or will be just after."""
        near = {self.code(steps=steps) for steps in range(-2, 3)}
        return next(code for code in map("{:06}".format, range(10)) if code not in near)


def begin(client: FlaskClient, person: Person) -> TestResponse:
    return client.post("/user/factors/totp", headers=person.signed)


def verify(client: FlaskClient, person: Person, identifier: str, code: str) -> TestResponse:
    body = {"id": identifier, "code": code}
    return client.post("/user/factors/totp/verify", json=body, headers=person.signed)


def enrol(client: FlaskClient, person: Person) -> Authenticator:
    """Enrol an app, with the code of the step before. *person* gets the new access token."""
    begun = begin(client, person)
    assert begun.status_code == 201, begun.text
    app = Authenticator(begun.json["secret"], begun.json["id"])
    done = verify(client, person, app.id, app.code(steps=-1))
    assert done.status_code == 200, done.text
    person.access_token = done.json["access_token"]
    app.recovery_codes = done.json.get("recovery_codes", [])
    return app


def first(client: FlaskClient, person: Person, **headers: str) -> TestResponse:
    """The first step of a log-in."""
    return client.post("/user/login", json={"username": person.username, "password": person.password}, headers=headers)


def due(client: FlaskClient, person: Person, **headers: str) -> str:
    """The token of a log-in whose second factor is due."""
    answer = first(client, person, **headers)
    assert (answer.status_code, answer.json["code"]) == (403, "second_factor_required"), answer.text
    return str(answer.json["second_factor"]["token"])


def second(
    client: FlaskClient, token: str, code: str = "", *, headers: dict[str, str] | None = None, **body: Any
) -> TestResponse:
    """The second step of a log-in."""
    proof = {"code": code} if code else {}
    return client.post("/user/login/factor", json={"token": token, **proof, **body}, headers=headers)


def log_in(client: FlaskClient, person: Person, app: Authenticator) -> Person:
    """The same user with the tokens of a new session, by both factors."""
    answer = second(client, due(client, person), app.code())
    assert answer.status_code == 200, answer.text
    return Person(person.uuid, person.username, person.mobile, person.password, **answer.json)


def opens(client: FlaskClient, person: Person, token: str | None = None) -> int:
    """The status of the answer to a look at one's own account."""
    return client.get(f"/user/{person.uuid}", headers=bearer(token or person.access_token)).status_code
