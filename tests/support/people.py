"""Users, made through the front door."""

import json
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from itertools import count

from flask import Flask
from flask.testing import FlaskClient

from gatepost.registration.administrator import create_administrator

_numbers = count(1)


@dataclass
class Person:
    """A user, what they know, and what they hold."""

    uuid: str
    username: str
    mobile: str
    password: str
    access_token: str = ""
    refresh_token: str = ""

    @property
    def signed(self) -> dict[str, str]:
        """The header of a request of theirs."""
        return bearer(self.access_token)

    @property
    def session_id(self) -> str:
        """The ``sid`` of their access token."""
        payload = self.access_token.split(".")[1]
        return str(json.loads(urlsafe_b64decode(payload + "=="))["sid"])

    @property
    def refreshing(self) -> dict[str, str]:
        return bearer(self.refresh_token)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class People:
    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def register(self, username: str, *, mobile: str | None = None, password: str = "password", **more: str) -> Person:
        """Register, and no more."""
        mobile = mobile or f"0170{next(_numbers):07}"
        body = {"username": username, "mobile": mobile, "password": password, **more}
        answer = self.client.post("/user", json=body)
        assert answer.status_code == 201, answer.text
        return Person(answer.json["data"]["uuid"], username, mobile, password)

    def settle(self, username: str, *, mobile: str | None = None, password: str = "password", **more: str) -> Person:
        """Register and activate: a user who is there, and does nothing."""
        person = self.register(username, mobile=mobile, password=password, **more)
        answer = self.client.post("/user/activate-account/", json={"mobile": person.mobile})
        assert answer.status_code == 200, answer.text
        return person

    def join(self, username: str, *, mobile: str | None = None, password: str = "password") -> Person:
        """Register, activate and log in."""
        return self.log_in(self.settle(username, mobile=mobile, password=password))

    def log_in(self, person: Person) -> Person:
        """The same user with the tokens of a new session."""
        answer = self.client.post("/user/login", json={"username": person.username, "password": person.password})
        assert answer.status_code == 200, answer.text
        return Person(person.uuid, person.username, person.mobile, person.password, **answer.json)

    def appoint(
        self, app: Flask, username: str, *, password: str = "password of root", mobile: str | None = None
    ) -> Person:
        """Make an administrator as the command line does, and log in."""
        mobile = mobile or f"0180{next(_numbers):07}"
        with app.app_context():
            user = create_administrator(username=username, mobile=mobile, email=None, password=password)
        return self.log_in(Person(user.uuid, username, mobile, password))
