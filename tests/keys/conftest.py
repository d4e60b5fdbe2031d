"""What tests of keys may ask for besides."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete

from gatepost.database import db
from gatepost.keys.models import SigningKey
from gatepost.keys.ring import current_ring
from gatepost.keys.rotate import rotate_if_due
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
        rotate_if_due()
        current_ring().forget()


def keep_only(app: Flask) -> None:
    """Have one key, of this service's own algorithm."""
    with app.app_context():
        db.session.execute(delete(SigningKey))
        db.session.commit()
    keep(app)
