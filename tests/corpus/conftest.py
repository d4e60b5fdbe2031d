"""The clock of the corpus."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from gatepost import clock
from tests.support.time import SetClock

_START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def time() -> Iterator[SetClock]:
    """It begins at the same moment each time: what is answered with a time in it is the same, too."""
    stopped = SetClock(_START)
    with clock.set_to(stopped.now):
        yield stopped
