"""Is it alive, and can it serve?"""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost import migrations
from tests.support.apps import Apps
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


def test_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}


def test_an_empty_database_is_alive_but_not_ready(tmp_path: Path) -> None:
    apps = Apps(f"sqlite:///{tmp_path}/empty.db", tmp_path)
    app = apps.make()
    door = app.test_client()
    assert door.get("/healthz").status_code == 200
    answer = door.get("/readyz")
    assert_refused(answer, (503, "not_ready"))
    assert int(answer.headers["Retry-After"]) >= 1
    with app.app_context():
        migrations.upgrade()
    assert door.get("/readyz").status_code == 200
    apps.close()


def test_a_database_that_is_away_is_alive_but_not_ready(tmp_path: Path) -> None:
    apps = Apps("postgresql://nobody:hush@127.0.0.1:1/none", tmp_path)
    door = apps.make().test_client()
    assert door.get("/healthz").status_code == 200
    answer = door.get("/readyz")
    assert_refused(answer, (503, "not_ready"))
    assert "hush" not in answer.text
    answer = door.post("/user/login", json={"username": "ada", "password": "password"})
    assert_refused(answer, (503, "unavailable"))
    assert int(answer.headers["Retry-After"]) >= 1
    apps.close()


@pytest.mark.asvs("16.5.3")
def test_health_says_nothing_of_the_inside(make_service: Callable[..., Flask]) -> None:
    door = make_service().test_client()
    for path in ("/healthz", "/readyz"):
        answer = door.get(path)
        assert answer.json.keys() == {"status"}
        assert "Server" not in answer.headers
