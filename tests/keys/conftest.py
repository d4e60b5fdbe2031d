"""What tests of keys may ask for besides."""

from collections.abc import Callable

import pytest
from flask import Flask

from gatepost.keys.ring import current_ring
from gatepost.keys.rotate import keep_keys
from tests.support.time import SetClock


@pytest.fixture
def kept(time: SetClock, make_app: Callable[..., Flask]) -> Callable[..., Flask]:
    """A service whose first key was made at the time at which the clock stands."""

    def make(**settings: str) -> Flask:
        app = make_app(**settings)
        keep(app)
        return app

    return make


def keep(app: Flask) -> None:
    """What every serving process does from time to time; then the keys are read anew."""
    with app.app_context():
        keep_keys()
        current_ring().forget()
