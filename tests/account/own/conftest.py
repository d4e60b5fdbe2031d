"""ada, who is signed in in a browser."""

import pytest
from flask import Flask

from tests.account.own.visitor import Visitor
from tests.support.people import People, Person


@pytest.fixture
def settled(people: People) -> Person:
    """ada, who has an active account and no session."""
    return people.settle("ada", email="ada@example.org")


@pytest.fixture
def inside(app: Flask, settled: Person) -> Visitor:
    return Visitor(app, settled)
