"""Shared by the tests of this room."""

from pathlib import Path

import pytest
from flask import Flask

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.serving.prepare import prepare_to_serve
from tests.support.apps import CHEAP_HASHES


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The service, on a SQLite file."""
    instance: Path = tmp_path_factory.mktemp("routes")
    app = create_app(load_settings({}, instance=instance, **CHEAP_HASHES))
    prepare_to_serve(app)
    return app
