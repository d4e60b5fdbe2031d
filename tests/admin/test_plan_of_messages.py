"""The list of all messages is a range of the index of their times."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, text

from gatepost import clock
from gatepost.admin.list_messages import list_all_messages
from gatepost.database import db
from gatepost.outbox.models import Outbox
from tests.admin.test_plan import plans_of

pytestmark = pytest.mark.every_engine


def test_no_page_of_messages_reads_or_sorts_all(app: Flask) -> None:
    now = clock.now()
    rows = [
        {
            "id": f"{number:08}-0000-4000-8000-000000000000",
            "channel": ("email", "sms", "request")[number % 3],
            "name": "reset",
            "created_at": now + timedelta(seconds=number),
            "sent_at": now,
            "expires_at": now,
            "attempts": 1,
        }
        for number in range(3000)
    ]
    with app.app_context():
        db.session.execute(insert(Outbox), rows)
        db.session.commit()
        if db.engine.dialect.name != "sqlite":
            analyse = "ANALYZE" if db.engine.dialect.name == "postgresql" else "ANALYZE TABLE outbox"
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(analyse))
        first = list_all_messages(limit=10, cursor=None)
        second = list_all_messages(limit=10, cursor=first.next_cursor)
        assert [page.messages[0]["channel"] for page in (first, second)] == ["sms", "sms"]
        assert {each["channel"] for each in first.messages} == {"email", "sms"}
        for plan in plans_of(lambda: list_all_messages(limit=10, cursor=first.next_cursor)):
            assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan
            assert "filesort" not in plan, plan
            assert "Seq Scan" not in plan, plan
