"""A clock that tests move by hand."""

from datetime import datetime, timedelta


class SetClock:
    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def pass_(self, **length: float) -> None:
        """Let so much time go by: ``pass_(minutes=15, seconds=1)``."""
        self._now += timedelta(**length)
