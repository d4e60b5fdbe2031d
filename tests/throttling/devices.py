"""Devices that log in: each with a cookie jar of its own, as browsers have."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import Person

WRONG = "a wrong password"


class Door:
    """POST /user/login as one device sees it."""

    def __init__(self, app: Flask, address: str = "192.0.2.1", *, jar: bool = True) -> None:
        self.client: FlaskClient = app.test_client(use_cookies=jar)
        self._from = {"REMOTE_ADDR": address}

    def log_in(self, username: str = "ada", password: str = WRONG, **headers: str) -> TestResponse:
        body = {"username": username, "password": password}
        return self.client.post("/user/login", json=body, headers=headers, environ_overrides=self._from)

    def post(self, path: str, body: dict[str, str], person: Person | None = None) -> TestResponse:
        signed = person.signed if person else {}
        return self.client.post(path, json=body, headers=signed, environ_overrides=self._from)

    def guess(self, times: int, username: str = "ada") -> list[int]:
        return [self.log_in(username).status_code for _ in range(times)]
