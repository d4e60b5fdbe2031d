"""Challenges that nobody answers are removed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.serving.housekeeping import Housekeeping
from tests.support.passkeys import options_for
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine


def test_challenges_that_nobody_answers_are_removed(
    app: Flask, client: FlaskClient, ada: Person, time: SetClock
) -> None:
    options_for(client, ada)
    time.pass_(minutes=5)
    options_for(client, ada)
    time.pass_(seconds=1)
    Housekeeping(app).round()
    assert row_counts(app)["passkey_challenges"] == 1
