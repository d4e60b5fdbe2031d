"""Challenges that nobody answers are removed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.serving.housekeeping import Housekeeping
from tests.support.passkeys import options_to_log_in
from tests.support.time import SetClock
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine


def test_challenges_that_nobody_answers_are_removed(app: Flask, client: FlaskClient, time: SetClock) -> None:
    options_to_log_in(client)
    time.pass_(minutes=5)
    options_to_log_in(client)
    time.pass_(seconds=1)
    Housekeeping(app).round()
    assert row_counts(app)["passkey_challenges"] == 1
