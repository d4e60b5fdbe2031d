"""A service where people register by invitation."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.letters import Letter, Letters
from tests.support.people import People, Person

PATH = "/admin/invitations"
EMAIL, PASSWORD = "grace@example.org", "a password of many words"
MOBILE = "+8801712345678"


@dataclass
class House:
    """The service, its administrator, and what they send."""

    app: Flask
    root: Person
    letters: Letters

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def ask(self, **guest: str) -> TestResponse:
        return self.client.post(PATH, json=guest, headers=self.root.signed)

    def invited(self, **guest: str) -> Letter:
        """Invite, and read the message."""
        self.letters.new()
        answer = self.ask(**guest)
        assert answer.status_code == 201, answer.text
        return self.letters.one("invitation")

    def waiting(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.client.get(PATH, headers=self.root.signed).json["data"]
        return found

    def register(self, token: str, username: str = "grace", **more: str) -> TestResponse:
        body = {"username": username, "password": PASSWORD, "invitation": token, **more}
        return self.client.post("/user", json=body)

    def log_in(self, **named: str) -> int:
        return self.client.post("/user/login", json={"password": PASSWORD, **named}).status_code


@pytest.fixture
def house_of(make_app: Callable[..., Flask]) -> Callable[..., House]:
    def open_house(**chosen: object) -> House:
        app = make_app(**{"sign_up": "invited", "activation": "code", "phone_region": "international", **chosen})
        return House(app, People(app.test_client()).appoint(app, "root", mobile="+8801800000001"), Letters(app))

    return open_house


@pytest.fixture
def house(house_of: Callable[..., House]) -> House:
    return house_of()
