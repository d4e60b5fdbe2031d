"""A library that declares fields of its users."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support.people import People, Person

LIBRARY = """
[card]
type = "text"
max_length = 12
label = { en = "Library card", de = "Ausweis" }
read = ["user", "administrator"]
write = ["user", "administrator"]

[team]
type = "choice"
values = ["Archive", "Reading room"]
read = ["user", "administrator", "service"]
write = ["administrator"]
token = true

[remark]
type = "text"
read = ["administrator"]
write = ["administrator"]

[level]
type = "integer"
min = 0
max = 9
read = ["user", "service"]
write = ["user"]

[news]
type = "boolean"
read = ["user"]
write = ["user"]

[born]
type = "date"
read = ["user"]
write = ["user"]

[tongues]
type = "choices"
values = ["Bengali", "German", "Hindi"]
read = ["user"]
write = ["user"]
"""
REQUIRED = """
[card]
type = "text"
read = ["user", "administrator"]
write = ["user", "administrator"]
required = true

[plan]
type = "choice"
values = ["free", "paid"]
read = ["user"]
write = ["user"]
required = true
"""
Declare = Callable[..., Flask]


@pytest.fixture
def declare(make_app: Callable[..., Flask], tmp_path: Path) -> Declare:
    """``declare(text, sign_up="invited")``: a service with other settings, whose fields.toml has this text."""

    numbers = count()

    def make(text: str, **settings: Any) -> Flask:
        folder = tmp_path / f"library{next(numbers)}"
        folder.mkdir()
        (folder / "fields.toml").write_text(text)
        return make_app(instance=folder, **settings)

    return make


@pytest.fixture
def app(declare: Declare) -> Flask:
    """The library, in place of the service with the defaults of development."""
    return declare(LIBRARY)


@pytest.fixture
def root(app: Flask, people: People) -> Person:
    return people.appoint(app, "root")
