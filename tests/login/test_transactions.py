"""Of a database file one process writes at a time, so a log-in has few transactions, and few statements in them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from gatepost.database import db
from tests.support.authenticator import due, enrol, second
from tests.support.passkeys import LOG_IN, options_to_log_in
from tests.support.people import Person
from tests.support.software_key import Authenticator

_WRITES = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) \w+")


@contextmanager
def sent_to_write(app: Flask) -> Iterator[list[str]]:
    """The statements of transactions that may write: those that write, with their tables, SELECT, and COMMIT."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found = _WRITES.match(statement)
        if found or statement.startswith("SELECT"):
            seen.append(found[0] if found else "SELECT")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", commit := lambda _connection: seen.append("COMMIT"))
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", commit)


def test_a_log_in_by_passkey_is_one_transaction(app: Flask, client: FlaskClient, key: Authenticator) -> None:
    with sent_to_write(app) as seen:
        options = options_to_log_in(client)
        assert seen == []
        assert client.post(LOG_IN, json=key.get(options)).status_code == 200
    assert seen == [
        "UPDATE users",
        "INSERT INTO passkey_challenges",
        "UPDATE passkeys",
        "SELECT",  # are there too many sessions?
        "INSERT INTO sessions",
        "INSERT INTO audit_events",
        "UPDATE known_devices",
        "COMMIT",
    ]


def test_a_second_factor_is_counted_in_one_transaction_and_spent_in_another(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    app_of_ada = enrol(client, ada)
    token = due(client, ada)
    with sent_to_write(app) as seen:
        assert second(client, token, app_of_ada.code()).status_code == 200
    assert seen[:4] == [
        "INSERT INTO throttle_counts",
        "INSERT INTO throttle_counts",
        "UPDATE pending_log_ins",
        "COMMIT",
    ]
    assert seen.count("COMMIT") == 2
