"""Which engines the tests run on, and what to type where one is missing.

``GATEPOST_TEST_ENGINES=sqlite,postgresql`` selects some; unset, all are. With ``GATEPOST_REQUIRE_ENGINES=1``
a selected engine that is not installed fails its tests instead of skipping them.
"""

import os

import pytest

from . import mariadb, postgresql
from .server import Server

NAMES = ("sqlite", "mariadb", "postgresql")

# SQLite comes with Python and needs no server.
KINDS: dict[str, type[Server]] = {"mariadb": mariadb.MariaDB, "postgresql": postgresql.PostgreSQL}

_PROGRAMS = {"mariadb": mariadb.programs, "postgresql": postgresql.programs}

_INSTALL = {
    "mariadb": "apt-get install mariadb-server-core mariadb-client-core (macOS: brew install mariadb)",
    "postgresql": "apt-get install postgresql (macOS: brew install postgresql)",
}


def selected() -> list[str]:
    """The engines to test on, installed or not."""
    wanted = [name.strip() for name in os.environ.get("GATEPOST_TEST_ENGINES", "").split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in NAMES]:
        raise pytest.UsageError(f"GATEPOST_TEST_ENGINES names {unknown[0]!r}; there are {', '.join(NAMES)}")
    return [name for name in NAMES if name in wanted or not wanted]


def missing() -> dict[str, str]:
    """The selected engines that are not installed, each with the line that installs it."""
    return {name: _INSTALL[name] for name in selected() if name in _PROGRAMS and _PROGRAMS[name]() is None}


def require(name: str) -> None:
    """Skip the test that runs, unless *name* is selected and installed; fail it if it may not be skipped."""
    if name not in selected():
        pytest.skip(f"{name} is not among GATEPOST_TEST_ENGINES")
    if name in (lacking := missing()):
        reason = absent(name, lacking[name])
        if os.environ.get("GATEPOST_REQUIRE_ENGINES") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


def absent(name: str, install: str) -> str:
    """What is said of an engine that is not installed."""
    return f"{name} is not installed: {install}"
