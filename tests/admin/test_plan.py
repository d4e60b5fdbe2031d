"""Each page of users is a range of an index: none reads all users, on any engine."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, text

from gatepost import clock
from gatepost.admin.find_users import find_users
from gatepost.contacts.models import Contact
from gatepost.database import db, reading_engine
from gatepost.users.models import User

pytestmark = pytest.mark.every_engine

MANY = 4000
SOUGHT = [None, "u", "user39", "user39@", "user39@example.org", "01700000039"]


@pytest.fixture
def crowd(app: Flask) -> Iterator[Flask]:
    """Thousands of users, so that a plan tells; the engines know how many there are."""
    now = clock.now()
    users = [
        {
            "uuid": f"{number:08}-0000-4000-8000-000000000000",
            "username": f"user{number}",
            "username_key": f"user{number}",
            "password_hash": "!",
            "created_at": now + timedelta(seconds=number),
        }
        for number in range(MANY)
    ]
    contacts = [
        {"user_uuid": each["uuid"], "kind": kind, "place": 0, "value": value, "key": value}
        for each in users
        for kind, value in (("email", f"{each['username']}@example.org"), ("mobile", f"017{each['uuid'][:8]}"))
    ]
    with app.app_context():
        db.session.execute(insert(User), users)
        db.session.execute(insert(Contact), contacts)
        db.session.commit()
        if db.engine.dialect.name != "sqlite":  # which nobody analyses
            analyse = "ANALYZE" if db.engine.dialect.name == "postgresql" else "ANALYZE TABLE users, contacts"
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(analyse))
        yield app


def plans_of(work: Callable[[], Any]) -> Iterator[str]:
    """How the engine finds the rows of each statement that *work* sends."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    engine = reading_engine()
    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        for statement, parameters in sent:
            rows = connection.exec_driver_sql(explain + statement, parameters).all()
            yield "\n".join(" ".join(map(str, row)) for row in rows)


def test_no_page_reads_all_users(crowd: Flask, subtests: pytest.Subtests) -> None:
    for q in SOUGHT:
        for cursor in (None, find_users(q=q, limit=10, cursor=None).next_cursor):
            with subtests.test(q=q, page=cursor):
                for plan in plans_of(partial(find_users, q=q, limit=10, cursor=cursor)):
                    assert_reads_few(plan)


def assert_reads_few(plan: str) -> None:
    """The engine reads a range of an index, and sorts nothing but the pending contacts of one address."""
    is_sorted = "TEMP B-TREE" in plan or "filesort" in plan
    assert not is_sorted or "pending_contacts" in plan, plan  # of one address, so there are few
    for sign in ("SCAN users\n", "SCAN contacts", "Seq Scan on users", "Seq Scan on contacts"):
        assert sign not in plan + "\n", plan
    for line in plan.splitlines():
        assert " users None ALL " not in line, plan
        assert " contacts None ALL " not in line, plan
