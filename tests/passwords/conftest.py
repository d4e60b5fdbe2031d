"""Shared by the tests of this room."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.passwords.without_password import remove, verify_contacts
from tests.support.letters import Letters
from tests.support.passkeys import add_passkey
from tests.support.people import Person
from tests.support.software_key import Authenticator


@pytest.fixture
def key(app: Flask, client: FlaskClient, ada: Person) -> Authenticator:
    """Ada has a passkey and a verified number, and has just added the passkey."""
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator)
    verify_contacts(app)
    return authenticator


@pytest.fixture
def alone(client: FlaskClient, ada: Person, key: Authenticator, letters: Letters) -> Authenticator:
    """Ada has removed her password."""
    assert remove(client, ada).status_code == 200
    letters.new()
    return key
