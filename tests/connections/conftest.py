"""Services on databases whose addresses the tests of this folder choose."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gatepost import migrations
from gatepost.keys.rotate import rotate_if_due
from tests.servers import Access, engines
from tests.support.apps import Apps


@pytest.fixture(scope="module", params=["mariadb", "postgresql"])
def served(request: pytest.FixtureRequest) -> str:
    """An engine that has a server."""
    engines.require(request.param)
    return str(request.param)


@pytest.fixture
def new_database() -> Iterator[Callable[[Access], str]]:
    """Makes databases: ``new_database(server.access)`` is the address of an empty one."""
    made: list[tuple[Access, str]] = []

    def make(access: Access) -> str:
        name = f"t{secrets.token_hex(6)}"
        made.append((access, name))
        return access.create_database(name)

    yield make
    for access, name in made:
        access.drop_database(name)


@pytest.fixture
def service_on(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Makes the service on the database at an address, with its *tables*."""
    made: list[Apps] = []

    def make(address: str, *, tables: bool = True, **chosen: Any) -> Flask:
        apps = Apps(address, tmp_path / secrets.token_hex(4))
        made.append(apps)
        app = apps.make(**chosen)
        if tables:
            with app.app_context():
                migrations.upgrade()
                rotate_if_due()
        return app

    yield make
    for apps in made:
        apps.close()
