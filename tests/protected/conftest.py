"""A service with two protected applications, and a user with an account."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.protected.visitor import APP, OTHER, Visitor
from tests.support.people import People, Person


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(protected_origins=[APP, OTHER])


@pytest.fixture
def settled(people: People) -> Person:
    """ada, who has an active account and no session."""
    return people.settle("ada")


@pytest.fixture
def visitor(app: Flask, settled: Person) -> Visitor:
    """A browser of hers, in which nobody is signed in."""
    return Visitor(app)
