"""Log-ins that ask for less."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import Person

SHOP = "https://shop.example"


def ask(client: FlaskClient, person: Person, **asked: Any) -> TestResponse:
    return client.post("/user/login", json={"username": person.username, "password": person.password, **asked})


def narrowed(client: FlaskClient, person: Person, *scope: str, **asked: Any) -> Person:
    """The same user in a session that asked for this scope, or for what else is *asked*."""
    answer = ask(client, person, **({"scope": " ".join(scope)} if scope else {}), **asked)
    assert answer.status_code == 200, answer.text
    tokens = {name: answer.json[name] for name in ("access_token", "refresh_token")}
    return Person(person.uuid, person.username, person.mobile, person.password, **tokens)


def told(answer: TestResponse) -> tuple[int, str | None]:
    return answer.status_code, (answer.json or {}).get("code")
