"""The settings that identifiers depend on; no database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.ctx import AppContext

from gatepost.app import create_app
from gatepost.environment import load_settings

REGIONS = ["bare", "international", "BD", "DE"]


@pytest.fixture(scope="session")
def region_contexts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Callable[[], AppContext]]:
    instance = tmp_path_factory.mktemp("regions")
    return {region: _context(instance, region) for region in REGIONS}


@pytest.fixture(params=REGIONS)
def region(request: pytest.FixtureRequest, region_contexts: dict[str, Callable[[], AppContext]]) -> Iterator[str]:
    """Each way to read numbers, in force."""
    name: str = request.param
    with region_contexts[name]():
        yield name


@pytest.fixture
def bare(region_contexts: dict[str, Callable[[], AppContext]]) -> Iterator[None]:
    """The settings of development."""
    with region_contexts["bare"]():
        yield


def _context(instance: Path, region: str) -> Callable[[], AppContext]:
    return create_app(load_settings({}, instance=instance, phone_region=region)).app_context
