"""Answers of providers are kept in this process. One request asks again, and the others go on with what is there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

from gatepost import clock
from gatepost.errors import ProviderUnavailable
from gatepost.settings.providers import Provider

_FOR = timedelta(hours=1)
_PATIENCE = 1.0  # seconds for an answer that another request waits for

T = TypeVar("T")


class Kept(Generic[T]):
    """Answers of providers by issuer, with their time."""

    def __init__(self, read: Callable[[Provider], T]) -> None:
        self._read, self._lock = read, Lock()
        self._said: dict[str, tuple[T, datetime]] = {}
        self._turns: dict[str, Lock] = {}

    def get(self, provider: Provider, *, unless_older: timedelta = _FOR) -> T:
        """The kept answer, if it is not older than that; otherwise ask. Raises ProviderUnavailable."""
        if (kept := self._find(provider, unless_older)) is not None:
            return kept
        with self._lock:
            turn = self._turns.setdefault(provider.issuer, Lock())
        if not turn.acquire(timeout=_PATIENCE):
            if (old := self._said.get(provider.issuer)) is not None:
                return old[0]
            raise ProviderUnavailable
        try:
            kept = self._find(provider, unless_older)
            if kept is None:
                kept = self._read(provider)
                self.put(provider.issuer, kept)
            return kept
        finally:
            turn.release()

    def put(self, issuer: str, value: T) -> None:
        """Keep *value* as if the issuer had just said it."""
        with self._lock:
            self._said[issuer] = value, clock.now()

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._said.clear()

    def _find(self, provider: Provider, unless_older: timedelta) -> T | None:
        found = self._said.get(provider.issuer)
        return found[0] if found is not None and clock.now() - found[1] < unless_older else None
