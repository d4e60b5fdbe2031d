"""Shared by the tests of this room."""

import pytest
from flask.testing import FlaskClient

from tests.support.passkeys import add_passkey
from tests.support.people import Person
from tests.support.software_key import Authenticator


@pytest.fixture
def key(client: FlaskClient, ada: Person) -> Authenticator:
    """An authenticator with ada's passkey."""
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator)
    return authenticator
