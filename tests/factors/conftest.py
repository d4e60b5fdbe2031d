"""A user with a second factor."""

import pytest
from flask.testing import FlaskClient

from tests.support.authenticator import Authenticator, enrol
from tests.support.letters import Letters
from tests.support.lost_factors import EMAIL
from tests.support.people import Person
from tests.support.time import SetClock


@pytest.fixture
def app_of_ada(time: SetClock, client: FlaskClient, ada: Person) -> Authenticator:
    """The app of ada, which is enrolled; its code of now was not used yet."""
    return enrol(client, ada)


@pytest.fixture
def reachable(client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters) -> Person:
    """ada, who has a second factor and an e-mail address; she has proven neither address."""
    assert client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed).status_code == 200
    letters.new()
    return ada
