"""The steps of browsers and apps at a log-in with a provider."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import Person
from tests.support.provider import Provider, query_of, with_query

RETURN_TO = "https://app.example/signed-in?from=example"
WITH = "/user/login/with/example"
CALLBACK = f"{WITH}/callback"


def begin(client: FlaskClient, **query: str) -> TestResponse:
    return client.get(with_query(WITH, **({"return_to": RETURN_TO} | query)))


def come_back(client: FlaskClient, provider: Provider, **query: str) -> TestResponse:
    """Begin, agree at the provider, and come back."""
    begun = begin(client, **query)
    assert begun.status_code == 302, begun.text
    return client.get(with_query(CALLBACK, **provider.authorize(begun.location)))


def go_on(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """Follow the redirect of a form to the same service."""
    assert answer.status_code == 303, answer.text
    return client.get(answer.location.removeprefix("http://127.0.0.1:8087"))


def code_of(answer: TestResponse) -> str:
    """The code with which the browser is sent to the app."""
    assert answer.status_code == 302, answer.text
    assert answer.location.startswith(f"{RETURN_TO}&code=")
    return query_of(answer.location)["code"]


def exchange(client: FlaskClient, code: str, **more: Any) -> TestResponse:
    return client.post("/user/login/exchange", json={"code": code, **more})


def log_in(client: FlaskClient, provider: Provider) -> TestResponse:
    """All of it."""
    return exchange(client, code_of(come_back(client, provider)))


def native(client: FlaskClient, token: str, nonce: str = "a nonce") -> TestResponse:
    return client.post(WITH, json={"id_token": token, "nonce": nonce})


def links(client: FlaskClient, person: Person) -> list[dict[str, Any]]:
    answer = client.get("/user/providers", headers=person.signed)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["data"]
    return found
