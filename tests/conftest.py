"""What every test may ask for.

The tables are empty at the start of a test that takes ``client``, ``app``, ``ada`` or anything else that reaches the
database. It runs on SQLite, and if it is marked ``every_engine`` on each engine.
``make_app(user_directory="self")`` gives the service other settings.
"""

import secrets
from collections.abc import Callable, Iterator

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

from gatepost import clock, migrations
from tests.servers import engines, shared
from tests.support.apps import Apps
from tests.support.by_lane import BY_LANE
from tests.support.letters import Letters
from tests.support.live import BY_GUNICORN
from tests.support.people import People, Person
from tests.support.template import copy_template
from tests.support.time import SetClock
from tests.support.two_factors import REQUIRED
from tests.support.waiting import Waiting

pytest_plugins = ["tests.servers.plugin", "tests.reach.plugin", "tests.support.garbage"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("every_engine") is not None
        metafunc.parametrize("engine", engines.for_test(marked=marked), indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if BY_GUNICORN:
        items[:] = [item for item in items if item.get_closest_marker("any_server") is not None]
    if BY_LANE:
        items[:] = [item for item in items if item.get_closest_marker("by_flask") is None]
    for item in items:
        if REQUIRED and item.get_closest_marker("one_factor") is not None:
            item.add_marker(pytest.mark.skip(reason="it is about log-ins by one factor"))


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    """Without configure_logs, structlog would draw each traceback as a picture, which takes its time."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """sqlite, mariadb or postgresql; a test that needs it is skipped where the server is not installed."""
    name: str = request.param
    engines.require(name)
    return name


@pytest.fixture(scope="session")
def database(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database of this worker's own, with all tables."""
    name = f"t{secrets.token_hex(6)}"
    if engine == "sqlite":
        file = tmp_path_factory.mktemp("sqlite") / f"{name}.db"
        copy_template(file)
        yield f"sqlite:///{file}"
        return
    url = shared.use(engine).create_database(name)
    apps = Apps(url, tmp_path_factory.mktemp("instance"))
    with apps.make().app_context():
        migrations.upgrade()
    apps.close()
    yield url
    shared.use(engine).drop_database(name)


@pytest.fixture(scope="session")
def apps(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apps]:
    """The services that this worker's tests make on this database."""
    made = Apps(database, tmp_path_factory.mktemp("instance"))
    yield made
    made.close()


@pytest.fixture
def make_app(apps: Apps) -> Callable[..., Flask]:
    """Make the service with these settings, on a database whose tables are empty at the test's begin."""
    apps.empty_tables()
    return apps.make


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The service with the defaults of development."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def people(client: FlaskClient) -> People:
    """Makes users: ``people.join("ada")`` registers, activates and logs in."""
    return People(client)


@pytest.fixture
def letters(app: Flask) -> Letters:
    """What the service sends: ``letters.new()``."""
    return Letters(app)


@pytest.fixture
def strict(make_app: Callable[..., Flask]) -> Flask:
    """The service where addresses have to be proven."""
    return make_app(activation="code")


@pytest.fixture
def waiting(strict: Flask, time: SetClock) -> Waiting:
    """Registers people there, who wait for their codes."""
    return Waiting(strict, time)


@pytest.fixture
def ada(people: People) -> Person:
    """A user who is logged in."""
    return people.bring("ada")


@pytest.fixture
def eve(people: People) -> Person:
    """Another user who is logged in."""
    return people.bring("eve")


@pytest.fixture
def admin(app: Flask, people: People) -> Person:
    """An administrator who is logged in."""
    return people.appoint(app, "root")


@pytest.fixture
def time() -> Iterator[SetClock]:
    """The service's clock, standing still: ``time.pass_(minutes=15)`` moves it on."""
    stopped = SetClock(clock.now().replace(microsecond=0))
    with clock.set_to(stopped.now):
        yield stopped
