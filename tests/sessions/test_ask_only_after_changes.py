"""On SQLite the answer to "is this session alive?" is used again, until anybody commits anything."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost import clock
from gatepost.database import PreparedStatement, db, reading_engine
from gatepost.serving.prepare import prepare_to_serve
from gatepost.sessions.models import Session
from tests.support.apps import Apps
from tests.support.live import clean_environment
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.tokens.forge import assert_refused, use

pytestmark = pytest.mark.every_engine


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was asked of the database on the hot path."""
    questions: list[Any] = []
    ask = PreparedStatement.rows

    def rows(self: PreparedStatement, **values: Any) -> Any:
        questions.append(values)
        return ask(self, **values)

    monkeypatch.setattr(PreparedStatement, "rows", rows)
    return questions


@pytest.fixture
def apps(tmp_path: Path) -> Iterator[Apps]:
    """Services on one SQLite file, as if each were a process of its own."""
    made = Apps(f"sqlite:///{tmp_path}/one.db", tmp_path)
    prepare_to_serve(made.make())
    yield made
    made.close()


@pytest.fixture
def here(apps: Apps) -> FlaskClient:
    return apps.make().test_client()


@pytest.fixture
def there(apps: Apps) -> FlaskClient:
    return apps.make(log_level="error").test_client()


@pytest.fixture
def grace(here: FlaskClient) -> Person:
    return People(here).join("grace")


def test_the_answer_is_used_again_while_nothing_is_committed(
    here: FlaskClient, grace: Person, asked: list[Any]
) -> None:
    assert [use(here, grace, grace.access_token).status_code for _ in range(10)] == [200] * 10
    assert len(asked) == 1


@pytest.mark.asvs("7.4.1")
def test_what_another_process_commits_is_known_at_once(here: FlaskClient, there: FlaskClient, grace: Person) -> None:
    for _ in range(20):
        again = People(here).log_in(grace)
        assert use(here, grace, again.access_token).status_code == 200
        there.post("/user/logout/", headers=again.signed)
        assert_refused(use(here, grace, again.access_token))


@pytest.mark.asvs("7.4.2")
def test_what_a_command_commits_is_known_at_once(apps: Apps, here: FlaskClient, grace: Person, tmp_path: Path) -> None:
    assert use(here, grace, grace.access_token).status_code == 200
    command = [sys.executable, "-m", "gatepost", "users", "deactivate", "grace"]
    where = {"GATEPOST_INSTANCE": str(tmp_path), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/one.db"}
    subprocess.run(command, env=clean_environment(**where), cwd=tmp_path, check=True, capture_output=True)
    assert_refused(use(here, grace, grace.access_token))


def test_what_a_stranger_writes_into_the_file_is_known_within_a_second(
    here: FlaskClient, grace: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert use(here, grace, grace.access_token).status_code == 200
    with sqlite3.connect(tmp_path / "one.db") as stranger:
        stranger.execute("UPDATE sessions SET ended_at = '2001-01-01 00:00:00.000000'")
    stranger.close()
    later = clock.stopwatch() + 1
    monkeypatch.setattr(clock, "stopwatch", lambda: later)
    assert_refused(use(here, grace, grace.access_token))


def test_an_answer_that_was_under_way_during_a_commit_is_not_used_again(
    here: FlaskClient, there: FlaskClient, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = PreparedStatement.rows

    def overtaken(self: PreparedStatement, **values: Any) -> Any:
        rows = ask(self, **values)
        monkeypatch.undo()
        there.post("/user/logout/", headers=grace.signed)
        return rows

    monkeypatch.setattr(PreparedStatement, "rows", overtaken)
    assert use(here, grace, grace.access_token).status_code == 200  # it came before the log-out was acknowledged
    assert_refused(use(here, grace, grace.access_token))


def test_a_commit_that_fails_counts_as_a_change(apps: Apps, here: FlaskClient, grace: Person, asked: list[Any]) -> None:
    """How far it came, nobody knows."""
    assert use(here, grace, grace.access_token).status_code == 200
    broken = sqlite3.connect(":memory:")
    broken.close()
    with apps.make().app_context(), pytest.raises(sqlite3.ProgrammingError):
        db.engine.dialect.do_commit(broken)  # type: ignore[arg-type]  # SQLAlchemy hands on a wrapper of its own
    assert use(here, grace, grace.access_token).status_code == 200
    assert len(asked) == 2


@pytest.mark.asvs("7.3.2")
def test_an_answer_that_is_used_again_still_expires(
    time: SetClock, here: FlaskClient, grace: Person, asked: list[Any]
) -> None:
    """The session ends with its last access token, within the second in which answers are used again."""
    time.pass_(days=29, hours=23, minutes=50)
    with here.application.app_context():
        session = db.session.execute(select(Session)).scalar_one()
        session.last_used_at = time.now()
        db.session.commit()
    token = here.get("/user/refresh-token/", headers=grace.refreshing).json["access_token"]
    asked.clear()
    assert use(here, grace, token).status_code == 200
    time.pass_(minutes=10)
    assert_refused(use(here, grace, token))
    assert len(asked) <= 1


def test_without_the_file_every_request_asks(tmp_path: Path, asked: list[Any]) -> None:
    (tmp_path / "one.db-changes").mkdir()
    apps = Apps(f"sqlite:///{tmp_path}/one.db", tmp_path)
    prepare_to_serve(apps.make())
    client = apps.make().test_client()
    person = People(client).join("ada")
    asked.clear()
    assert [use(client, person, person.access_token).status_code for _ in range(3)] == [200] * 3
    assert len(asked) == 3
    apps.close()


def test_nobody_else_may_touch_the_file(apps: Apps, tmp_path: Path) -> None:
    assert (tmp_path / "one.db-changes").stat().st_mode & 0o777 == 0o600


def test_where_others_may_write_unseen_every_request_asks(
    engine: str, app: Flask, client: FlaskClient, ada: Person, asked: list[Any]
) -> None:
    with app.app_context():
        network = reading_engine().dialect.name != "sqlite"
    answers = [use(client, ada, ada.access_token).status_code for _ in range(5)]
    assert answers == [200] * 5
    assert len(asked) == (5 if network else 1)
