"""Tests that take long on every engine: on MariaDB and PostgreSQL they run at night, and where they are named.

Such a test is marked ``at_night`` beside ``every_engine``. For each change a run of the whole suite has it on SQLite,
but for one that is marked ``at_night(everywhere=True)``: what it shows was shown, and no change can make it otherwise.
"""

import os
from typing import TypeVar

import pytest

from . import engines

Number = TypeVar("Number", int, float)
_WHOLE = "GATEPOST_TEST_WHOLE"  # the first process tells its workers by it that nothing was named


def note_whole_run(config: pytest.Config) -> None:
    """Remember whether all tests were asked for; called once in the first process."""
    os.environ[_WHOLE] = str(int(config.args_source == pytest.Config.ArgsSource.TESTPATHS))


def is_left_out(item: pytest.Item) -> bool:
    """Whether *item* waits for the night."""
    mark = item.get_closest_marker("at_night")
    if os.environ.get(_WHOLE) != "1" or not engines.is_default() or mark is None:
        return False
    return mark.kwargs.get("everywhere", False) or getattr(item, "callspec").params.get("engine", "sqlite") != "sqlite"  # noqa: B009  pytest has no public name


def deeper(by_day: Number, at_night: Number) -> Number:
    """How many examples a test draws by itself, or how much else it does."""
    return by_day if os.environ.get(_WHOLE) == "1" and engines.is_default() else at_night
