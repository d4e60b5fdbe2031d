"""PATCH /user/<uuid>: an account without a password keeps a contact at which messages reach it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost import clock
from tests.support.contacts import set_contacts
from tests.support.letters import Letters
from tests.support.passkeys import add_passkey
from tests.support.people import People, Person
from tests.support.software_key import Authenticator
from tests.web.endpoints import assert_refused

INVALID = (422, "invalid_input")
UNREACHABLE = "An account without a password needs a contact to which messages are sent."


@pytest.fixture
def ada(app: Flask, client: FlaskClient, people: People, letters: Letters) -> Person:
    """Ada has a number, a verified e-mail address and a passkey, and no password."""
    ada = people.log_in(people.settle("ada", email="ada@example.org"))
    add_passkey(client, ada, Authenticator())
    set_contacts(app, "email", verified_at=clock.now())
    assert client.delete(f"/user/{ada.uuid}/password", headers=ada.signed).status_code == 200
    return ada


def change(client: FlaskClient, person: Person, **body: str | None) -> TestResponse:
    return client.patch(f"/user/{person.uuid}", json=body, headers=person.signed)


@pytest.mark.every_engine
def test_the_address_stays_beside_a_number_that_gets_no_codes(make_app: Callable[..., Flask], ada: Person) -> None:
    client = make_app(sms_countries=("GB",)).test_client()
    answer = change(client, ada, email=None)
    assert_refused(answer, INVALID)
    assert answer.json["errors"] == {"email": [UNREACHABLE]}
    shown = client.get(f"/user/{ada.uuid}", headers=ada.signed).json["data"]
    assert shown["email"] == "ada@example.org"


def test_it_can_go_beside_a_number_that_gets_codes(client: FlaskClient, ada: Person) -> None:
    assert change(client, ada, email=None).status_code == 200


def test_no_number_that_gets_no_codes_takes_the_place_of_one_that_does(
    make_app: Callable[..., Flask], app: Flask, client: FlaskClient, ada: Person
) -> None:
    assert change(client, ada, email=None).status_code == 200
    at = make_app(sms_countries=("BD",), phone_region="international").test_client()
    answer = change(at, ada, mobile="+447911123456")
    assert answer.json["errors"] == {"mobile": [UNREACHABLE]}
    assert change(at, ada, mobile="+8801712345678").status_code == 200


def test_with_a_password_the_address_can_go(make_app: Callable[..., Flask]) -> None:
    people = People(make_app(sms_countries=("GB",)).test_client())
    eve = people.log_in(people.settle("eve", email="eve@example.org"))
    assert change(people.client, eve, email=None).status_code == 200
