"""The audit record is kept for as long as the setting says."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from gatepost.audit.models import AuditEvent
from gatepost.audit.purge_events import purge_events
from gatepost.audit.record import record
from gatepost.audit.seal import seal_events
from gatepost.database import db
from tests.support.time import SetClock

pytestmark = pytest.mark.every_engine


def add(app: Flask, lines: int) -> None:
    with app.app_context():
        for _ in range(lines):
            record("account.registered", user_uuid="00000000-0000-4000-8000-000000000000")
        db.session.commit()
        seal_events(100)


def purge(app: Flask, most: int = 100) -> int:
    with app.app_context():
        return purge_events(most)


def count(app: Flask) -> int:
    with app.app_context():
        counted = db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0
        db.session.rollback()
        return counted


def test_a_line_is_kept_for_400_days(time: SetClock, app: Flask) -> None:
    add(app, 1)
    time.pass_(days=400)
    add(app, 1)
    assert (purge(app), count(app)) == (0, 2)
    time.pass_(seconds=1)
    assert (purge(app), count(app)) == (1, 1)


def test_the_oldest_lines_go_first_and_in_small_steps(time: SetClock, make_app: Callable[..., Flask]) -> None:
    app = make_app(audit_kept="1h")
    add(app, 7)
    time.pass_(hours=2)
    add(app, 2)
    assert [purge(app, 3) for _ in range(4)] == [3, 3, 1, 0]
    assert count(app) == 2
