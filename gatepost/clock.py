"""The only source of time. Everything that asks for the time asks here, so that a test can set it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


@contextmanager
def set_to(source: Callable[[], datetime]) -> Iterator[None]:
    """Let *source* tell the time in this process while the block runs (for tests)."""
    global _source  # noqa: PLW0603  one clock for the process is the point
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before


def stopwatch() -> float:
    """Seconds of a clock that only serves to measure how long something took."""
    return time.perf_counter()
