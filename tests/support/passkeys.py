"""The ceremonies of passkeys, through the front door."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import Person
from tests.support.software_key import Authenticator

OPTIONS, PASSKEYS = "/user/passkeys/options", "/user/passkeys"
LOG_IN_OPTIONS, LOG_IN = "/user/login/passkey/options", "/user/login/passkey"


def options_for(client: FlaskClient, person: Person, **query: str) -> dict[str, Any]:
    answer = client.post(OPTIONS, headers=person.signed, query_string=query)
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = answer.json
    return options


def send_new(client: FlaskClient, person: Person, sent: dict[str, Any]) -> TestResponse:
    return client.post(PASSKEYS, json=sent, headers=person.signed)


def add_passkey(client: FlaskClient, person: Person, authenticator: Authenticator, **lies: Any) -> dict[str, Any]:
    """Add a passkey to this person's account; how it is shown."""
    answer = send_new(client, person, authenticator.create(options_for(client, person), **lies))
    assert answer.status_code == 201, answer.text
    data: dict[str, Any] = answer.json["data"]
    return data


def options_to_log_in(client: FlaskClient) -> dict[str, Any]:
    answer = client.post(LOG_IN_OPTIONS)
    assert answer.status_code == 200, answer.text
    options: dict[str, Any] = answer.json
    return options


def log_in(client: FlaskClient, authenticator: Authenticator, **lies: Any) -> TestResponse:
    """Log in with the newest passkey of this authenticator."""
    return client.post(LOG_IN, json=authenticator.get(options_to_log_in(client), **lies))
