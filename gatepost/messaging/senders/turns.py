"""How many requests of this process wait for other servers at once: a slow one leaves threads to all others."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from gatepost.clock import stopwatch
from gatepost.outbox.kinds import NotDelivered
from gatepost.settings import current_settings

_SLOW = 1.0  # seconds
_WAIT = 0.5  # seconds for a turn, where providers are quick and many people come at once


class Turns:
    """The requests that wait for providers, by the time when each began."""

    def __init__(self) -> None:
        self._began: dict[object, float] = {}
        self._changed = Condition()

    @contextmanager
    def take(self) -> Iterator[None]:
        """All request threads but one may wait for providers, and half of them for a slow one.

        Raises NotDelivered: at once if providers are slow, otherwise after half a second without a turn.
        """
        threads, turn = current_settings().threads, object()
        with self._changed:
            if self._slow() >= max(1, threads // 2):
                raise NotDelivered("too many requests wait for slow providers")
            if not self._changed.wait_for(lambda: len(self._began) < max(1, threads - 1), _WAIT):
                raise NotDelivered("too many requests wait for providers")
            self._began[turn] = stopwatch()
        try:
            yield
        finally:
            with self._changed:
                del self._began[turn]
                self._changed.notify()

    def _slow(self) -> int:
        now = stopwatch()
        return sum(now - began > _SLOW for began in self._began.values())


TURNS = Turns()
