"""A service that knows a provider, and browsers that go there and back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.providers.find_provider import ENDPOINTS
from gatepost.providers.key_sets import KEYS
from tests.audit.test_record import Record
from tests.providers.browser import RETURN_TO
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.provider import Provider


@pytest.fixture(scope="session")
def _provider() -> Iterator[Provider]:
    with Provider() as running:
        yield running


@pytest.fixture
def provider(_provider: Provider) -> Provider:
    """A provider that nobody has asked yet."""
    _provider.reset()
    ENDPOINTS.forget()
    KEYS.forget()
    return _provider


@pytest.fixture
def chosen(provider: Provider) -> dict[str, Any]:
    """The settings of the service."""
    return {"providers": [provider.settings], "return_urls": (RETURN_TO,)}


@pytest.fixture
def app(make_app: Callable[..., Flask], chosen: dict[str, Any]) -> Flask:
    return make_app(**chosen)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def settled(client: FlaskClient, letters: Letters) -> Person:
    """ada, who has proven ada@example.org here."""
    people = People(client)
    person = people.join("ada")
    assert client.patch(f"/user/{person.uuid}", json={"email": "ada@example.org"}, headers=person.signed).json
    letters.new()
    client.post("/user/login/code", json={"email": "ada@example.org"})
    code = letters.one("login").code
    answer = client.post("/user/login/code", json={"email": "ada@example.org", "code": code})
    assert answer.status_code == 200, answer.text
    letters.new()
    return people.log_in(person)


@pytest.fixture
def record(app: Flask) -> Record:
    """The audit record from now on."""
    return Record(app)
