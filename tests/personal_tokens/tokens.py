"""Personal tokens, made through the front door."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import Person, bearer

PATH = "/user/personal-tokens"
EVERYTHING = ["account:read", "account:write", "services"]


def ask_for(client: FlaskClient, person: Person, *scope: str, **more: Any) -> TestResponse:
    body = {"name": "nightly backup", "scope": list(scope or EVERYTHING), **more}
    return client.post(PATH, json=body, headers=person.signed)


def made(client: FlaskClient, person: Person, *scope: str, **more: Any) -> dict[str, Any]:
    """The data of a new token of this person, as the answer shows it."""
    answer = ask_for(client, person, *scope, **more)
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json["data"]
    return data


def token_of(client: FlaskClient, person: Person, *scope: str, **more: Any) -> str:
    return str(made(client, person, *scope, **more)["token"])


def works(client: FlaskClient, token: str, person: Person) -> bool:
    """Whether the token still reads its user's own record."""
    answer = client.get(f"/user/{person.uuid}", headers=bearer(token))
    assert answer.status_code in (200, 401), answer.text
    return answer.status_code == 200
