"""What tests of tokens may ask for besides."""

import pytest
from flask import Flask

from tests.tokens.forge import Forger, key_of


@pytest.fixture
def forge(app: Flask) -> Forger:
    """Signs what one wants with the service's own key."""
    return Forger(key_of(app))
