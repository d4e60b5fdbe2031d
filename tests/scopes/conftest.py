"""A service that lists another audience than its own, and people with roles."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.roles.staff import Staff
from tests.scopes.asking import SHOP
from tests.support.page import APP
from tests.support.people import Person


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(audiences=[SHOP], browser_origins=[APP])


@pytest.fixture
def staff(app: Flask) -> Staff:
    return Staff(app)


@pytest.fixture
def sue(staff: Staff) -> Person:
    """A member of the support, who is logged in."""
    return staff.give(staff.people.join("sue"), "support")
