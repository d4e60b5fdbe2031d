"""Where two processes decide at the same moment that a key is due, one of them makes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, event

from gatepost.database import db, reading_engine
from gatepost.keys.models import SigningKey
from gatepost.keys.ring import current_ring
from gatepost.keys.rotate import rotate_if_due, rotate_key
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


@contextmanager
def another_is_first(app: Flask, deed: Callable[[], object]) -> Iterator[None]:
    """Another process does *deed* after this one has read which number is the last, and before it adds its own."""
    others = list[str]()

    def be_first(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if "max(signing_keys.number)" in sql and not others:
            others.append(sql)
            with app.app_context():
                deed()

    event.listen(reading_engine(), "after_cursor_execute", be_first)
    yield
    event.remove(reading_engine(), "after_cursor_execute", be_first)
    assert others


def number_of_keys() -> int:
    current_ring().forget()
    return len(current_ring().known())


def test_of_two_processes_that_find_no_key_one_makes_it(app: Flask) -> None:
    with app.app_context():
        db.session.execute(delete(SigningKey))
        db.session.commit()
        current_ring().forget()
        current_ring().known()
        with another_is_first(app, rotate_if_due):
            rotate_if_due()
        assert number_of_keys() == 1


def test_of_two_processes_that_find_a_successor_due_one_makes_it(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    time.pass_(days=30, minutes=-65)
    with app.app_context():
        current_ring().forget()
        current_ring().known()
        with another_is_first(app, rotate_if_due):
            rotate_if_due()
        assert number_of_keys() == 2


def test_two_keys_that_are_asked_for_at_once_are_both_made(time: SetClock, kept: Callable[..., Flask]) -> None:
    app = kept()
    time.pass_(days=1)
    with app.app_context():
        with another_is_first(app, rotate_key):
            signs_from = rotate_key()
        assert number_of_keys() == 3
        assert signs_from == current_ring().known()[-1].signs_from
        assert signs_from - timedelta(hours=1) == time.now()
