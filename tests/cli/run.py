"""The command ``gatepost``, as it is typed."""

import subprocess
from pathlib import Path

import pytest

from tests.support.commands import gatepost
from tests.support.live import clean_environment


class Typed:
    """Types commands in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, said: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        settings = {"GATEPOST_INSTANCE": str(self.folder), "GATEPOST_ARGON2_MEMORY": "8", **environment}
        return gatepost(*words, folder=self.folder, environment=clean_environment(**settings), said=said)


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    return Typed(tmp_path)
