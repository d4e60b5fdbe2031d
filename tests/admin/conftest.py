"""Members of the support who may help users."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.admin.desk import Desk
from tests.roles.staff import Staff
from tests.support.letters import Letters
from tests.support.people import Person


@pytest.fixture
def staff(app: Flask) -> Staff:
    return Staff(app)


@pytest.fixture
def desk(staff: Staff, letters: Letters) -> Desk:
    """The desk of sue, of the support. She has read the notice of her new role."""
    sue = staff.give(staff.people.join("sue"), "support")
    letters.new()
    return Desk(staff, sue)


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> Desk:
    """The desk of an administrator where failures make users wait."""
    staff = Staff(make_app(limits=True))
    return Desk(staff, staff.people.appoint(staff.app, "root"))


@pytest.fixture
def ada(staff: Staff) -> Person:
    return staff.people.join("ada")
