"""These tests need the package index, Debian's packages and minutes, so they run only where their folder is named."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installed.build import build
from tests.installed.container import missing
from tests.support.ci import skip_outside_ci

_HERE = Path(__file__).parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Ignore the files of this folder unless the command names it."""
    named = (Path(argument.partition("::")[0]).resolve() for argument in config.args)
    return None if any(path.is_relative_to(_HERE) for path in named) else True


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """The root folder of the image, built as the Containerfile says."""
    if lacking := missing():
        skip_outside_ci(f"{', '.join(lacking)}: not installed: ./dev servers")
    if os.geteuid():
        skip_outside_ci("only root can build the image in a folder")
    folder = Path(tempfile.mkdtemp(prefix="gatepost-image-", dir="/var/tmp"))
    try:
        yield build(folder)
    finally:
        shutil.rmtree(folder)
