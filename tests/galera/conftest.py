"""A cluster of three nodes. These tests take a minute, so they run only where their folder is named, as at night."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers.galera import Galera
from tests.support.live import Live


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Ignore the files of this folder unless the command names it."""
    return None if any(Path(__file__).parent.name in argument for argument in config.args) else True


@pytest.fixture
def galera() -> Iterator[Galera]:
    with Galera() as cluster:
        cluster.nodes[0].create_database("accounts")
        yield cluster


@pytest.fixture
def serve(galera: Galera, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """Starts services on the cluster: ``serve(1, 0, 2)`` prefers the second node."""
    chosen = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "GATEPOST_PUBLIC_URL": "https://accounts.example.org",  # one issuer
        "GATEPOST_HASH_QUEUE": "100",
        "GATEPOST_LOG_LEVEL": "warning",
    }
    started: list[Live] = []

    def start(*order: int) -> Live:
        address = galera.address("accounts", *order)
        folder = tmp_path / f"service{len(started)}"
        started.append(Live(folder, "--workers", "2", SQLALCHEMY_DATABASE_URI=address, **chosen))
        return started[-1].start()

    yield start
    for service in started:
        service.kill()
