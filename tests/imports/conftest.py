"""For the tests of this folder."""

from pathlib import Path

import pytest
from flask import Flask

from tests.imports.moving import Moving


@pytest.fixture
def moving(app: Flask, tmp_path: Path) -> Moving:
    return Moving(app, tmp_path)


@pytest.fixture
def strict_moving(strict: Flask, tmp_path: Path) -> Moving:
    """Where addresses have to be verified."""
    return Moving(strict, tmp_path)
