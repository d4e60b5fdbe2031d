"""A user whose browser has a session in a cookie."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.page import APP, Page
from tests.support.people import People, Person

pytestmark = pytest.mark.every_engine


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The service, to which pages of APP belong."""
    return make_app(browser_origins=[APP])


@pytest.fixture
def settled(people: People) -> Person:
    """ada, who has an active account and no session."""
    return people.settle("ada")


@pytest.fixture
def page(app: Flask, settled: Person) -> Page:
    """A page of our own origin, where ada is logged in."""
    page = Page(app)
    page.log_in()
    return page
