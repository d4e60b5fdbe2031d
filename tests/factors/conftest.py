"""A user with a second factor."""

import pytest
from flask.testing import FlaskClient

from tests.support.authenticator import Authenticator, enrol
from tests.support.people import Person
from tests.support.time import SetClock


@pytest.fixture
def app_of_ada(time: SetClock, client: FlaskClient, ada: Person) -> Authenticator:
    """The app of ada, which is enrolled; its code of now was not used yet."""
    return enrol(client, ada)
