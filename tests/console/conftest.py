"""People with roles who visit the console, and the console among many users in a browser."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.console.desk_browser import opened_desk
from tests.console.visitor import Visitor
from tests.roles.staff import Staff
from tests.support.people import Person


@pytest.fixture
def staff(app: Flask) -> Staff:
    return Staff(app)


@pytest.fixture
def sue(staff: Staff) -> Person:
    """A member of the support who may see and change users, and see messages and the record."""
    seen = ("users:read", "outbox:read", "audit:read", "sessions:read")
    return staff.with_permissions("sue", *seen, "users:help", "users:suspend")


@pytest.fixture
def desk(app: Flask, sue: Person) -> Visitor:
    return Visitor(app, sue)


@pytest.fixture
def root(app: Flask, admin: Person) -> Visitor:
    """An administrator."""
    return Visitor(app, admin)


@pytest.fixture(scope="package")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Browser]]:
    """The address of the service, and a browser."""
    with opened_desk(tmp_path_factory.mktemp("console")) as opened:
        yield opened
