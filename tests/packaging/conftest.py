"""The wheel, built once."""

from pathlib import Path

import pytest

from tests.packaging.wheels import build_wheel
from tests.support.live import ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(ROOT, tmp_path_factory.mktemp("dist"))
