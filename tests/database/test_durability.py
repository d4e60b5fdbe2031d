"""The settings of the database that our promises rest on are really on."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from gatepost import migrations
from gatepost.database import db
from gatepost.database.engines import READER
from tests.servers import engines
from tests.support.apps import Apps

pytestmark = pytest.mark.every_engine


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Flask]:
    """The service on SQLite alone."""
    apps = Apps("", tmp_path, durable=True)
    app = apps.make()
    with app.app_context():
        migrations.upgrade()
    yield app
    apps.close()


def pragma(pool: str | None, name: str) -> object:
    with db.engines[pool].connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)],
)
@pytest.mark.parametrize("pool", [None, READER], ids=["writer", "reader"])
def test_sqlite_is_durable(sqlite: Flask, pool: str | None, name: str, value: object) -> None:
    with sqlite.app_context():
        assert pragma(pool, name) == value


def test_sqlites_readers_cannot_write(sqlite: Flask) -> None:
    with (
        sqlite.app_context(),
        db.engines[READER].connect() as connection,
        pytest.raises(OperationalError, match="readonly"),
    ):
        connection.execute(text("DELETE FROM users"))


def test_a_writing_transaction_of_sqlite_takes_its_lock_at_the_start(sqlite: Flask) -> None:
    """One that read first and wrote later would fail when another had written in between."""
    with sqlite.app_context():
        engine = db.engine
        seen: list[int] = []
        entered = threading.Event()

        def second() -> None:
            entered.set()
            with engine.begin() as connection:
                seen.append(connection.execute(text("SELECT count(*) FROM audit_events")).scalar_one())
                add(connection)

        with engine.begin() as connection:
            connection.execute(text("SELECT count(*) FROM audit_events"))
            other = threading.Thread(target=second)
            other.start()
            assert entered.wait(timeout=10)
            add(connection)
        other.join(timeout=10)
        assert seen == [1]  # it waited for the first, and saw what that wrote


def add(connection: object) -> None:
    statement = "INSERT INTO audit_events (at, event, user_uuid) VALUES ('2026-01-01 00:00:00', 'written', 'x')"
    connection.execute(text(statement))


def test_writers_of_sqlite_do_not_fail_each_other(sqlite: Flask) -> None:
    with sqlite.app_context():
        engine = db.engine

        def write() -> None:
            for _ in range(10):
                with engine.begin() as connection:
                    connection.execute(text("SELECT count(*) FROM audit_events"))
                    add(connection)

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM audit_events")).scalar() == 40


QUESTIONS = {
    "mariadb": [
        ("SELECT @@tx_isolation", "READ-COMMITTED"),
        ("SELECT @@innodb_lock_wait_timeout", 5),
        ("SELECT @@character_set_connection", "utf8mb4"),
        ("SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND engine <> 'InnoDB'", 0),
    ],
    "postgresql": [
        ("SHOW transaction_isolation", "read committed"),
        ("SHOW synchronous_commit", "on"),
        ("SHOW lock_timeout", "5s"),
        ("SHOW client_encoding", "UTF8"),
    ],
    "sqlite": [("PRAGMA encoding", "UTF-8")],
}


def test_a_writer_waits_for_five_seconds_and_sees_what_others_committed(app: Flask, engine: str) -> None:
    assert set(QUESTIONS) == set(engines.NAMES)
    with app.app_context(), db.engine.connect() as connection:
        for question, answer in QUESTIONS[engine]:
            assert connection.execute(text(question)).scalar() == answer, question


def test_a_session_cannot_be_without_its_user(make_app: Callable[..., Flask]) -> None:
    with make_app().app_context(), db.engine.connect() as connection:
        columns = "id, user_uuid, created_at, authenticated_at, last_used_at, expires_at, authenticated_by, address"
        moments = ", ".join(["'2026-01-01 00:00:00'"] * 4)
        statement = (
            f"INSERT INTO sessions ({columns}, user_agent, refresh_digest) "
            f"VALUES ('s', 'nobody', {moments}, 'pwd', '', '', '')"
        )
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            connection.execute(text(statement))
