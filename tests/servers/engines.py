"""Which engines the tests run on, and what to type where one is missing.

A test that needs a database runs on SQLite, and one that is marked ``every_engine`` on each engine.
``GATEPOST_TEST_ENGINES=all`` runs every test on each engine; ``GATEPOST_TEST_ENGINES=sqlite,postgresql`` runs every
test on these. With ``GATEPOST_REQUIRE_ENGINES=1`` a selected engine that is not installed fails its tests instead of
skipping them.
"""

import os

import pytest

from tests.support.ci import skip_outside_ci

from . import mariadb, postgresql
from .server import Server

ALL = "all"
NAMES = ("sqlite", "mariadb", "postgresql")

# SQLite comes with Python and needs no server.
KINDS: dict[str, type[Server]] = {"mariadb": mariadb.MariaDB, "postgresql": postgresql.PostgreSQL}

_PROGRAMS = {"mariadb": mariadb.programs, "postgresql": postgresql.programs}

_INSTALL = {
    "mariadb": "./dev servers (macOS: brew install mariadb)",
    "postgresql": "./dev servers (macOS: brew install postgresql)",
}


def selected() -> list[str]:
    """The engines that at least one test runs on, installed or not."""
    wanted = _wanted()
    if wanted == [ALL]:
        return list(NAMES)
    if unknown := [name for name in wanted if name not in NAMES]:
        raise pytest.UsageError(f"GATEPOST_TEST_ENGINES names {unknown[0]!r}; there are {', '.join(NAMES)}")
    return [name for name in NAMES if name in wanted or not wanted]


def for_test(*, marked: bool) -> list[str]:
    """The engines that one test runs on, which is *marked* ``every_engine`` or not."""
    return selected() if marked or _wanted() else ["sqlite"]


def is_unrestricted() -> bool:
    """Whether each test runs on all engines that it has to run on."""
    return _wanted() in ([], [ALL])


def is_default() -> bool:
    """Whether the environment chooses no engines, or SQLite alone."""
    return _wanted() in ([], ["sqlite"])


def missing() -> dict[str, str]:
    """The selected engines that are not installed, each with the line that installs it."""
    return {name: _INSTALL[name] for name in selected() if name in _PROGRAMS and _PROGRAMS[name]() is None}


def require(name: str) -> None:
    """Skip the test that runs, unless *name* is selected and installed; fail it if it may not be skipped."""
    if name not in selected():
        pytest.skip(f"{name} is not among GATEPOST_TEST_ENGINES")
    if name in (lacking := missing()):
        skip_outside_ci(absent(name, lacking[name]))


def absent(name: str, install: str) -> str:
    """What is said of an engine that is not installed."""
    return f"{name} is not installed: {install}"


def _wanted() -> list[str]:
    return [name.strip() for name in os.environ.get("GATEPOST_TEST_ENGINES", "").split(",") if name.strip()]
