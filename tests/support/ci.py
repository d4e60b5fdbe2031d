"""What may be left out on a developer's machine, but not in CI."""

import os
from typing import NoReturn

import pytest


def required() -> bool:
    """Tell whether every server has to be installed, as in CI."""
    return os.environ.get("GATEPOST_REQUIRE_ENGINES") == "1"


def skip_outside_ci(reason: str) -> NoReturn:
    """Skip the test for this reason. Where every server is required, as in CI, fail it."""
    if required():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
