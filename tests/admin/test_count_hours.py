"""Events, messages and codes are counted by hour, from ranges of indexes."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from gatepost import clock
from gatepost.admin.count_hours import Counts, count_events, count_messages, count_sms_codes, last_hours
from gatepost.audit.models import AuditEvent
from gatepost.database import db
from gatepost.outbox.models import Outbox
from gatepost.throttling.sms_hours import SmsHour
from tests.admin.test_plan import plans_of
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine

AGO = (0, 0, 1, 1, 1, 23, 24, 200)  # hours


def insert_rows(table: Any, rows: list[dict[str, Any]]) -> None:
    db.session.execute(insert(table), rows)
    db.session.commit()


@pytest.fixture
def filled(app: Flask, time: SetClock) -> Flask:
    """Rows in the present hour and before; it begins with the clock's."""
    time.pass_(seconds=3600 - clock.now().minute * 60 - clock.now().second)
    now = clock.now()
    moments = [now - timedelta(hours=back) for back in AGO]
    kept = {"expires_at": now, "attempts": 0, "name": "reset"}
    with app.app_context():
        insert_rows(AuditEvent, [{"at": at, "event": event} for at in moments for event in ("login.failed", "logout")])
        insert_rows(
            Outbox,
            [
                {"id": f"{channel}-{place}", "channel": channel, "created_at": at, **kept}
                for place, at in enumerate(moments)
                for channel in ("email", "request")
            ],
        )
        insert_rows(
            SmsHour,
            [
                {"country": country, "hour": now - timedelta(hours=back), "sent": sent, "answered": sent // 2}
                for country, back, sent in (("BD", 0, 4), ("BD", 1, 6), ("IN", 1, 30), ("IN", 24, 500))
            ],
        )
    return app


def test_each_hour_has_its_number(filled: Flask) -> None:
    with filled.app_context():
        hours = last_hours(24)
        expected = Counts([1] + [0] * 21 + [3, 2], complete=True)
        assert count_events("login.failed", hours) == expected
        assert sum(count_events("login.failed", last_hours(168)).by_hour) == 7
        assert count_messages(hours) == {"email": expected, "sms": Counts([0] * 24, complete=True)}
        codes = count_sms_codes(hours)
    assert (codes.sent[-2:], codes.answered[-2:], sum(codes.sent)) == ([36, 4], [18, 2], 40)
    assert codes.by_country == [("IN", 30, 15), ("BD", 10, 5)]


def test_the_newest_are_counted_where_there_are_too_many(filled: Flask) -> None:
    with filled.app_context():
        hours = last_hours(24)
        assert count_events("login.failed", hours, most=4) == Counts([0] * 22 + [2, 2], complete=False)
        assert count_messages(hours, most=4)["email"].complete is False


def test_nothing_is_counted_by_reading_a_whole_table(filled: Flask) -> None:
    def count() -> None:
        hours = last_hours(24)
        count_events("login.failed", hours)
        count_messages(hours)

    with filled.app_context():
        many = [{"at": clock.now() - timedelta(days=9, seconds=each), "event": "logout"} for each in range(3000)]
        insert_rows(AuditEvent, many)
        for plan in plans_of(count):
            assert "SCAN audit_events" not in plan, plan
            assert "SCAN outbox" not in plan, plan
            assert "Seq Scan on audit_events" not in plan, plan
            for line in plan.splitlines():
                assert " audit_events None ALL " not in line, plan
