"""Databases without tables, for the tests of this folder."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from gatepost.app import create_app
from gatepost.database import db
from gatepost.environment import load_settings
from tests.servers import shared
from tests.support.apps import SECRET


@pytest.fixture
def empty_database(engine: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    name = f"t{secrets.token_hex(6)}"
    yield shared.use(engine).create_database(name)
    shared.use(engine).drop_database(name)


@pytest.fixture
def on_empty(empty_database: str, tmp_path: Path) -> Iterator[Flask]:
    """The service on a database without tables; its context is active."""
    settings = load_settings({}, sqlalchemy_database_uri=empty_database, instance=tmp_path, secret_key=SECRET)
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        for each in db.engines.values():
            each.dispose()
