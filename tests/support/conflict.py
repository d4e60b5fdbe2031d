"""A conflict with another transaction, at a statement that the test names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from gatepost.database import db


class Deadlock(Exception):
    """The error of a driver for the one of two transactions that is rolled back."""

    sqlstate = "40P01"


@contextmanager
def conflict_at(app: Flask, statement: str) -> Iterator[None]:
    """The next statement that begins so is refused for a deadlock, once."""
    happened: list[str] = []

    def clash(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.startswith(statement) and not happened:
            happened.append(sql)
            raise OperationalError(sql, {}, Deadlock())

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", clash)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", clash)
    assert happened, f"no {statement} was sent"
