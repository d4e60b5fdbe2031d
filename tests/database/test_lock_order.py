"""A transaction locks its user's row before other rows of theirs, so that no two wait for each other."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from gatepost.contact_changes.purge_contacts import drop_superseded, purge_unproven
from gatepost.database import db
from tests.support.conflict import conflict_at
from tests.support.people import People, Person, bearer
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, MOBILE, Waiting
from tests.web.endpoints import BODIES, ENDPOINTS, OTHER_BODIES, row_counts, send, send_proofs

ROWS_OF_A_USER = {"contacts", "pending_contacts", "contact_undos", "one_time_proofs", "known_devices", "user_roles"}
LOCKED_AFTER_IT = ROWS_OF_A_USER | {"sessions", "throttle_counts", "former_passwords"}
_TABLE = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM|FROM) (\w+)")
BODIES_OF = [(name, body) for name in ENDPOINTS for body in [BODIES.get(name), *OTHER_BODIES.get(name, [])]]


@contextmanager
def transactions(app: Flask) -> Iterator[list[list[str]]]:
    """The tables that each transaction changes, or locks users in, in order."""
    seen: list[list[str]] = []

    def begin(_connection: Any) -> None:
        seen.append([])

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found = _TABLE.search(statement)
        table = found[1] if found else ""
        if table == "users" or (table and not statement.startswith("SELECT")):
            seen[-1].append(table)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "begin", begin, insert=True)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "begin", begin)
        event.remove(engine, "before_cursor_execute", note)


def assert_in_order(seen: list[list[str]]) -> None:
    for tables in seen:
        before = tables[: tables.index("users")] if "users" in tables else tables
        forbidden = LOCKED_AFTER_IT if "users" in tables else ROWS_OF_A_USER
        assert not forbidden.intersection(before), tables


@pytest.mark.asvs("15.4.2")
@pytest.mark.parametrize(("name", "body"), BODIES_OF)
def test_each_endpoint_locks_the_user_first(app: Flask, name: str, body: dict[str, str] | None) -> None:
    ada = People(app.test_client()).appoint(app, "ada", password="password")
    send_proofs(app, ada)
    with transactions(app) as seen:
        assert send(app.test_client(), name, ada, json=body).status_code < 500
    assert_in_order(seen)


def test_a_used_refresh_token_that_comes_back_locks_the_user_first(app: Flask, ada: Person, time: SetClock) -> None:
    client, path = app.test_client(), "/user/refresh-token/"
    token = client.post(path, headers=ada.refreshing).json["refresh_token"]
    assert client.post(path, headers=bearer(token)).status_code == 200
    time.pass_(minutes=1)
    with transactions(app) as seen:
        assert client.post(path, headers=ada.refreshing).status_code == 401
    assert ["users", "sessions", "audit_events"] in [tables[:3] for tables in seen]
    assert_in_order(seen)


def test_an_activation_and_all_that_it_drops_lock_one_user_each(waiting: Waiting) -> None:
    for name in ("eve", "bob"):
        waiting.letter(name, email=EMAIL)
    token = waiting.letter("ada", email=EMAIL).token
    with transactions(waiting.app) as seen:
        assert waiting.prove(token=token) == (200, "")
    assert_in_order(seen)
    assert len([tables for tables in seen if "pending_contacts" in tables]) == 3
    assert row_counts(waiting.app)["users"] == 1


def test_the_removal_of_what_nobody_has_proven_locks_one_user_each(waiting: Waiting, time: SetClock) -> None:
    for name in ("eve", "bob"):
        waiting.letter(name, mobile=MOBILE)
    time.pass_(days=8)
    with transactions(waiting.app) as seen, waiting.app.app_context():
        assert purge_unproven(500) == 2
    assert_in_order(seen)
    assert len([tables for tables in seen if "pending_contacts" in tables]) == 2


def test_a_requested_code_locks_the_user_first(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    time.pass_(seconds=30)
    assert waiting.ask(mobile=MOBILE).status_code == 202
    with transactions(waiting.app) as seen:
        waiting.letters.one("activation")
    assert_in_order(seen)


def test_no_more_than_twenty_that_are_superseded_are_dropped_in_one_request(waiting: Waiting) -> None:
    """The others wait in vain, and for no message, until they lapse."""
    for number in range(25):
        assert waiting.register(f"eve{number}", email=EMAIL).status_code == 201
    waiting.letters.new()
    token = waiting.letter("ada", email=EMAIL).token
    assert waiting.prove(token=token) == (200, "")
    assert row_counts(waiting.app)["users"] == 1 + 5
    assert waiting.ask(email=EMAIL).status_code == 202
    assert waiting.letters.new() == []


def test_an_error_while_others_are_dropped_undoes_no_activation(waiting: Waiting) -> None:
    waiting.letter("eve", email=EMAIL)
    token = waiting.letter("ada", email=EMAIL).token
    with conflict_at(waiting.app, "DELETE FROM users"):
        assert waiting.prove(token=token) == (200, "")
    assert (waiting.state("ada"), waiting.state("eve")) == ("active", "waits")
    with waiting.app.app_context():
        drop_superseded("email", EMAIL)
    assert waiting.state("eve") == "unknown"
