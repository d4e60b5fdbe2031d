"""Services that run, for the tests of this folder."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.run import typed as typed
from tests.servers import shared
from tests.support.apps import SECRET
from tests.support.live import Live


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """Starts services: ``live("--workers", "2", GATEPOST_MODE="production")``."""
    started: list[Live] = []

    def start(*options: str, **chosen: str) -> Live:
        service = Live(tmp_path / f"service{len(started)}", *options, **chosen)
        started.append(service)
        return service.start()

    yield start
    for service in started:
        service.kill()


@pytest.fixture(scope="module")
def empty_database(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database without tables."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/gatepost.db"
        return
    name = f"t{secrets.token_hex(6)}"
    yield shared.use(engine).create_database(name)
    shared.use(engine).drop_database(name)


@pytest.fixture(scope="module")
def service(empty_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service with two workers, on each engine; a burst of requests does not fill its queue."""
    folder = tmp_path_factory.mktemp("service")
    wide = {"SECRET_KEY": SECRET, "GATEPOST_HASH_QUEUE": "100", "GATEPOST_LOG_LEVEL": "warning"}
    with Live(folder, "--workers", "2", SQLALCHEMY_DATABASE_URI=empty_database, **wide) as running:
        yield running.url
        assert "Traceback" not in running.log


@pytest.fixture(scope="module", params=[1, 4], ids="workers={}".format)
def staffed(
    request: pytest.FixtureRequest, empty_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a service with one worker, and of one with four, on each engine; five sessions a user."""
    chosen = {
        "SECRET_KEY": SECRET,  # both use one database
        "SQLALCHEMY_DATABASE_URI": empty_database,
        "GATEPOST_HASH_QUEUE": "100",
        "GATEPOST_LOG_LEVEL": "warning",
        "GATEPOST_LOG_FORMAT": "json",
        "GATEPOST_SESSIONS_PER_USER": "5",
    }
    with Live(tmp_path_factory.mktemp("staffed"), "--workers", str(request.param), **chosen) as running:
        yield running.url
        assert "Traceback" not in running.log
