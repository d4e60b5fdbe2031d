"""What was counted before there was one table for it is counted on; so it is when the table is taken back."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, column, inspect, select, table

from gatepost import migrations
from gatepost.database import UtcTime, db

pytestmark = pytest.mark.every_engine

BEFORE, AFTER = "0005", "0006"
NOON = datetime(2026, 11, 29, 12, 0, 0, 123456, tzinfo=UTC)
LATER = datetime(2026, 11, 29, 12, 59, 59, 999999, tzinfo=UTC)

FAILURES = [
    {"key": "d" + "0" * 63, "user_uuid": "ada", "scope": "device", "failures": 5, "last_at": NOON},
    {"key": "d" + "1" * 63, "user_uuid": None, "scope": "device", "failures": 1, "last_at": LATER},
    {"key": "t" + "0" * 63, "user_uuid": "ada", "scope": "total", "failures": 100, "last_at": LATER},
    {"key": "t" + "1" * 63, "user_uuid": None, "scope": "total", "failures": 7, "last_at": NOON},
]
USES = [
    {"key": "a" * 64, "used": 1, "since": NOON, "last_at": NOON},
    {"key": "d" * 64, "used": 80, "since": NOON, "last_at": LATER},
]
OF_FAILURES, OF_USES = ("key", "user_uuid", "scope", "failures", "last_at"), ("key", "used", "since", "last_at")
COUNTS = ("key", "scope", "user_uuid", "count", "since", "last_at")


def columns(names: tuple[str, ...]) -> list[Any]:
    return [column(name, UtcTime) if name in ("since", "last_at") else column(name) for name in names]


def rows(name: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    with db.engine.connect() as connection:
        found = connection.execute(select(*columns(names)).select_from(table(name)).order_by(column("key")))
        return [dict(row) for row in found.mappings()]


def fill(name: str, names: tuple[str, ...], given: list[dict[str, Any]]) -> None:
    with db.engine.begin() as connection:
        connection.execute(table(name, *columns(names)).insert(), given)


def tables() -> set[str]:
    engine: Engine = db.engine
    return set(inspect(engine).get_table_names()) & {"throttle_counts", "failed_attempts", "allowances"}


@pytest.fixture
def filled(on_empty: Flask) -> Flask:
    """The tables of before, with rows in them."""
    migrations.upgrade(BEFORE)
    fill("failed_attempts", OF_FAILURES, FAILURES)
    fill("allowances", OF_USES, USES)
    return on_empty


def assert_old() -> None:
    assert tables() == {"failed_attempts", "allowances"}
    assert rows("failed_attempts", OF_FAILURES) == FAILURES
    assert rows("allowances", OF_USES) == USES


def assert_new() -> None:
    assert tables() == {"throttle_counts"}
    failures = [{"since": None, **row, "count": row["failures"]} for row in FAILURES]
    uses = [{"scope": "use", "user_uuid": None, **row, "count": row["used"]} for row in USES]
    expected = [{name: row[name] for name in COUNTS} for row in [*failures, *uses]]
    assert rows("throttle_counts", COUNTS) == sorted(expected, key=lambda row: str(row["key"]))


def test_all_counts_are_carried_over_and_back(filled: Flask) -> None:
    for _ in range(2):
        assert_old()
        migrations.upgrade(AFTER)
        assert_new()
        migrations.downgrade(BEFORE)
    assert_old()
