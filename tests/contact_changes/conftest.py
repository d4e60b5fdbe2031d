"""A service in which addresses are proven, and people in it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.letters import Letters
from tests.support.people import People, Person

ADA, NEW = "ada@example.org", "new@example.org"


class Place:
    """The service, its people and its post."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.people = People(self.client)
        self.post = Letters(app)

    def join(self, username: str, *, email: str | None = None, mobile: str | None = None) -> Person:
        """Register with these proven addresses, activate and log in."""
        first = {"email": email} if email else {"mobile": mobile}
        body = {"username": username, "password": "password", **first}
        answer = self.client.post("/user", json=body)
        assert answer.status_code == 201, answer.text
        sent = self.client.post("/user/activate-account/", json={**first, "code": self.post.one("activation").code})
        assert sent.status_code == 200, sent.text
        person = self.people.log_in(Person(answer.json["data"]["uuid"], username, mobile or "", "password"))
        self.post.new()
        return person

    def change(self, person: Person, **changes: str | None) -> TestResponse:
        return self.client.patch(f"/user/{person.uuid}", json=changes, headers=person.signed)

    def prove(self, person: Person, **code: str) -> TestResponse:
        return self.client.post(f"/user/{person.uuid}/prove-change", json=code, headers=person.signed)

    def send_back(self, path: str, token: str) -> TestResponse:
        return self.client.post(f"/user/{path}", json={"token": token})

    def data(self, person: Person) -> dict[str, object]:
        answer = self.client.get(f"/user/{person.uuid}", headers=person.signed)
        assert answer.status_code == 200, answer.text
        data: dict[str, object] = answer.json["data"]
        return data

    def log_in(self, person: Person, password: str = "password") -> int:
        body = {"username": person.username, "password": password}
        return self.client.post("/user/login", json=body).status_code


@pytest.fixture
def place(make_app: Callable[..., Flask]) -> Place:
    return Place(make_app(activation="code", change_proof=True, message_interval=timedelta(0), messages_per_hour=1000))


@pytest.fixture
def ada(place: Place) -> Person:
    """Her e-mail address is proven; she has no number."""
    return place.join("ada", email=ADA)
