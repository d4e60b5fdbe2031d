"""Links with accounts at providers."""

import json
from base64 import urlsafe_b64decode
from typing import Any

from flask.testing import FlaskClient

from tests.audit.test_record import Record
from tests.support.people import bearer

PATH = "/user/providers/with/example"


def me(client: FlaskClient, answer: Any) -> dict[str, Any]:
    """The user of these tokens."""
    assert answer.status_code == 200, answer.text
    payload = answer.json["access_token"].split(".")[1]
    uuid = json.loads(urlsafe_b64decode(payload + "=="))["sub"]
    found: dict[str, Any] = client.get(f"/user/{uuid}", headers=bearer(answer.json["access_token"])).json["data"]
    return found


def events(record: Record, uuid: str) -> list[str]:
    """The events about this user since the last look."""
    return [event for event, user, _, _ in record.new() if user == uuid]
