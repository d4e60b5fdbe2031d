"""Refusals that are told a moment later, because of clients that retry at once, thousands of times a second.

A refusal is cheap, but so many of them take the processors from other requests. A client does not retry before its
answer.
"""

import asyncio
from contextlib import suppress

from gatepost import clock

_DELAY = 0.25  # seconds
_AT_ONCE = 25  # refusals in one process that are not delayed, per _DELAY


class Refusals:
    """The refusals of one event loop."""

    def __init__(self) -> None:
        self._period_ends, self._left = 0.0, 0
        self._released = asyncio.Event()

    async def wait(self) -> None:
        """Return when the next refusal may be sent."""
        now = clock.stopwatch()
        if now >= self._period_ends:
            self._period_ends, self._left = now + _DELAY, _AT_ONCE
        self._left -= 1
        if self._left < 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._released.wait(), _DELAY)

    def release(self) -> None:
        """Delay none from now on, and none that waits."""
        self._released.set()
