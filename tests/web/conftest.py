"""The service on SQLite alone, for what no database has a say in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from gatepost import migrations
from gatepost.database import write_alone
from gatepost.http.access import ADMIN
from gatepost.users.models import User
from tests.support.apps import Apps
from tests.support.live import Live
from tests.support.people import People, Person
from tests.web.endpoints import ENDPOINTS


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a SQLite file with all tables."""
    folder = tmp_path_factory.mktemp("web")
    apps = Apps(f"sqlite:///{folder}/web.db", folder)
    with apps.make().app_context():
        migrations.upgrade()
    apps.close()
    return f"sqlite:///{folder}/web.db"


@pytest.fixture(scope="module")
def sqlite_apps(sqlite_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apps]:
    """As apps, on SQLite alone."""
    made = Apps(sqlite_database, tmp_path_factory.mktemp("web"))
    yield made
    made.close()


@pytest.fixture
def make_service(sqlite_apps: Apps) -> Callable[..., Flask]:
    """As make_app, on SQLite alone."""
    sqlite_apps.empty_tables()
    return sqlite_apps.make


@pytest.fixture
def service(make_service: Callable[..., Flask]) -> Flask:
    return make_service()


@pytest.fixture
def door(service: Flask) -> FlaskClient:
    """As client, on SQLite alone."""
    return service.test_client()


@pytest.fixture
def guest(door: FlaskClient, service: Flask) -> Person:
    """An administrator who is logged in, on SQLite alone: every endpoint serves them."""
    person = People(door).join("guest")
    with service.app_context():
        write_alone(update(User).where(User.uuid == person.uuid).values(role="admin"))
    return person


@pytest.fixture
def ada(ada: Person, app: Flask, request: pytest.FixtureRequest) -> Person:
    """As elsewhere; an administrator, where the test's endpoint (``name``) serves nobody else."""
    cases = getattr(request.node, "callspec", None)
    endpoint = None if cases is None else ENDPOINTS.get(cases.params.get("name", ""))
    if endpoint is None or endpoint.access is not ADMIN:
        return ada
    return People(app.test_client()).appoint(app, "chief")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The real server with the defaults of development."""
    instance: Path = tmp_path_factory.mktemp("live")
    with Live(instance) as running:
        yield running
