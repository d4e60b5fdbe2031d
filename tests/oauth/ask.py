"""How other services ask, and what they are refused with."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.endpoints import basic

INTROSPECT, REVOKE = "/oauth/introspect", "/oauth/revoke"
INACTIVE = {"active": False}
FORM = "application/x-www-form-urlencoded"


def introspect(client: FlaskClient, token: str, **more: str) -> dict[str, Any]:
    answer = client.post(INTROSPECT, data={"token": token, **more}, headers=basic())
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def revoke(client: FlaskClient, token: str, **more: str) -> TestResponse:
    return client.post(REVOKE, data={"token": token, **more}, headers=basic())


def assert_refused_as_oauth(answer: TestResponse, status: int, code: str) -> None:
    """The house's one shape, and what RFC 6749 section 5.2 asks for."""
    message = answer.json["message"]
    assert answer.json == {
        "message": message,
        "status": status,
        "code": code,
        "error": code,
        "error_description": message,
    }
    assert answer.status_code == status
    assert re.fullmatch(r"[\x20-\x21\x23-\x5b\x5d-\x7e]+", message)
    assert answer.headers["Cache-Control"] == "no-store"
    challenges = ['Basic realm="gatepost"'] if status == 401 else []
    assert answer.headers.getlist("WWW-Authenticate") == challenges
