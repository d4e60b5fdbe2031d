"""A look-up reads the sessions that it asks for and no others, however many there are."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from gatepost.database import reading_engine
from gatepost.sessions.authenticate import CALLER
from gatepost.sessions.look_up import MOST, QuestionWithFields, SessionKey
from gatepost.sessions.refresh import LIVE


@pytest.mark.parametrize("question", [CALLER, LIVE], ids=["caller", "refresh"])
@pytest.mark.parametrize("count", [1, 2, 7, 8, 33, MOST])
def test_sqlite_finds_each_session_by_its_primary_key(app: Flask, question: QuestionWithFields, count: int) -> None:
    """Unless the tables were analysed, SQLite takes an index of all live sessions for a better way to eight of them."""
    sent: list[str] = []

    def trace(connection: Any, *_: Any) -> None:
        connection.set_trace_callback(sent.append)

    with app.app_context():
        engine = reading_engine()
        event.listen(engine, "checkout", trace)
        asked = question.chosen(app.extensions["gatepost"])
        asked.rows_of([SessionKey(f"{place:032x}", "nobody") for place in range(count)], engine)
        event.remove(engine, "checkout", trace)
        (statement,) = [sql for sql in sent if "FROM sessions" in sql]
        with engine.connect() as connection:
            plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]
    assert "SEARCH sessions USING INDEX sqlite_autoindex_sessions_1 (id=?)" in plan, plan
