"""Databases of the founding document's application, and the command that adopts them."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.adoption.original import Original
from tests.cli.run import Typed
from tests.database.conftest import empty_database as empty_database

Make = Callable[..., Original]


class Adopt:
    """Types ``gatepost adopt`` on a database."""

    def __init__(self, folder: Path, url: str) -> None:
        self._typed = Typed(folder)
        self._url = url

    def __call__(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.type("adopt", *words, **environment)

    def type(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self._typed(*words, SQLALCHEMY_DATABASE_URI=self._url, **environment)


@pytest.fixture
def make(empty_database: str) -> Make:
    """Makes the original's database, with these users."""

    def make_original(*users: dict[str, Any]) -> Original:
        return Original(empty_database, users)

    return make_original


@pytest.fixture
def adopt(tmp_path: Path, empty_database: str) -> Adopt:
    return Adopt(tmp_path, empty_database)
