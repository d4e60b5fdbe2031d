"""A browser without a screen, at the pages of the service."""

import pytest
from flask import Flask

from tests.account.browser import Browser


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)
