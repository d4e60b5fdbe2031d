"""A service with a blocking hook."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.hooks.server import SECRET, HookServer


@pytest.fixture
def hook() -> Iterator[HookServer]:
    with HookServer() as server:
        server.says({"allow": True})
        yield server


@pytest.fixture
def chosen(hook: HookServer) -> dict[str, Any]:
    """The settings of the service."""
    return {"hook_url": hook.url, "hook_secret": SECRET, "hook_timeout": timedelta(seconds=1)}


@pytest.fixture
def app(make_app: Callable[..., Flask], chosen: dict[str, Any]) -> Flask:
    return make_app(**chosen)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
