"""Each request asks the database whether its session is alive; no answer is used again."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import PreparedStatement, db
from gatepost.serving.prepare import prepare_to_serve
from gatepost.sessions.models import Session
from tests.support.apps import Apps
from tests.support.live import clean_environment
from tests.support.people import People, Person
from tests.support.template import copy_template
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
    copy_template(tmp_path / "one.db")
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


@pytest.mark.by_flask
def test_each_request_asks_the_database_once(here: FlaskClient, grace: Person, asked: list[Any]) -> None:
    assert [use(here, grace, grace.access_token).status_code for _ in range(10)] == [200] * 10
    assert len(asked) == 10


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


def test_what_a_stranger_writes_into_the_file_is_known_at_once(
    here: FlaskClient, grace: Person, tmp_path: Path
) -> None:
    assert use(here, grace, grace.access_token).status_code == 200
    with sqlite3.connect(tmp_path / "one.db") as stranger:
        stranger.execute("UPDATE sessions SET ended_at = '2001-01-01 00:00:00.000000'")
    stranger.close()
    assert_refused(use(here, grace, grace.access_token))


@pytest.mark.by_flask
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


@pytest.mark.asvs("7.3.2")
def test_a_session_ends_at_its_time_although_no_row_changes(time: SetClock, here: FlaskClient, grace: Person) -> None:
    """The session ends with its last access token."""
    time.pass_(days=29, hours=23, minutes=50)
    with here.application.app_context():
        session = db.session.execute(select(Session)).scalar_one()
        session.last_used_at = time.now()
        db.session.commit()
    token = here.get("/user/refresh-token/", headers=grace.refreshing).json["access_token"]
    assert use(here, grace, token).status_code == 200
    time.pass_(minutes=10)
    assert_refused(use(here, grace, token))


@pytest.mark.by_flask
def test_each_request_asks_on_every_engine(client: FlaskClient, ada: Person, asked: list[Any]) -> None:
    answers = [use(client, ada, ada.access_token).status_code for _ in range(5)]
    assert answers == [200] * 5
    assert len(asked) == 5
