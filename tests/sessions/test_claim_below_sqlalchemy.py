"""The rotation goes straight to the driver; what goes wrong there is done again the usual way."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.database import db, prepared
from tests.support.people import Person, bearer

pytestmark = pytest.mark.every_engine

PATH = "/user/refresh-token/"


def breaking(app: Flask, *, after: bool) -> Callable[..., None]:
    """A commit that fails once, before or after the database has done it."""
    with app.app_context():
        dialect = db.engine.dialect
        commit, failed = dialect.do_commit, []

    def do_commit(connection: Any) -> None:
        if failed:
            commit(connection)
            return
        failed.append(True)
        if after:
            commit(connection)
        raise dialect.loaded_dbapi.OperationalError("the connection was lost")

    return do_commit


@pytest.mark.parametrize("after", [False, True])
def test_a_rotation_whose_commit_is_lost_gives_one_good_successor(
    app: Flask, client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    with app.app_context():
        dialect = db.engine.dialect
    monkeypatch.setattr(dialect, "do_commit", breaking(app, after=after))
    answer = client.post(PATH, headers=ada.refreshing)
    assert answer.status_code == 200
    monkeypatch.undo()
    successor = answer.json["refresh_token"]
    again = client.post(PATH, headers=ada.refreshing)
    assert (again.status_code, again.json["refresh_token"]) == (200, successor)
    assert client.post(PATH, headers=bearer(successor)).status_code == 200


def test_a_connection_that_cannot_be_had_is_asked_for_again(
    app: Flask, client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        engine, error = db.engine, db.engine.dialect.loaded_dbapi.OperationalError

    def unreachable() -> None:
        raise error("gone")

    sent: list[Any] = []

    def write_alone(*given: Any) -> int:
        sent.append(given)
        monkeypatch.undo()
        return prepared.write_alone(*given)

    monkeypatch.setattr(engine, "raw_connection", unreachable)
    monkeypatch.setattr(prepared, "write_alone", write_alone)
    assert client.post(PATH, headers=ada.refreshing).status_code == 200
    assert len(sent) == 1
