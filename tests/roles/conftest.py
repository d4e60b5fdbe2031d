"""People with roles."""

import pytest
from flask import Flask

from tests.roles.staff import Staff
from tests.support.people import Person


@pytest.fixture
def staff(app: Flask) -> Staff:
    return Staff(app)


@pytest.fixture
def sue(staff: Staff) -> Person:
    """A member of the support, who is logged in."""
    return staff.give(staff.people.join("sue"), "support")
