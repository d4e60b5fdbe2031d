"""The issuer's keys as this process knows them: fetched when they are needed, without a thread of their own."""

import threading
from collections.abc import Callable

from .fetch import Fetch
from .jwk import Key, read_keys
from .refusals import KeysUnavailable

_SHORTEST, _USUAL, _LONGEST = 60, 300, 24 * 3600  # seconds that keys are kept, whatever the issuer says


class KeySet:
    """Keys by ``kid``. One thread at a time calls *fetch*, and at most once in *floor* seconds.

    However many tokens name keys that do not exist, the issuer is not asked more often. When it cannot be reached, its
    last keys serve for *stale* seconds more, because a short outage there must not lock everyone out here. They do not
    serve for longer, because a key may have been revoked meanwhile.
    """

    def __init__(self, fetch: Fetch, *, floor: float, stale: float, stopwatch: Callable[[], float]) -> None:
        self._fetch = fetch
        self._floor = floor
        self._stale = stale
        self._stopwatch = stopwatch
        self._keys: dict[str, Key] | None = None
        self._fresh_until = 0.0
        self._asked_at: float | None = None
        self._failure: str | None = None
        self._asking = threading.Lock()

    def get(self, kid: str) -> Key | None:
        """The key of this name; None if the issuer has no such key. Raises KeysUnavailable if that is not known."""
        key = self._current().get(kid)
        if key is not None:
            return key
        with self._asking:  # a thread that finds another one asking waits for its result
            key = (self._keys or {}).get(kid)
            if key is None:
                self._ask()
                key = (self._keys or {}).get(kid)
        if key is None and self._failure:
            raise KeysUnavailable(self._failure)
        return key

    def _current(self) -> dict[str, Key]:
        """The keys, fetched again if it is time. While old ones serve, only the thread that fetches waits."""
        if not self._good_for(0) and self._asking.acquire(blocking=not self._good_for(self._stale)):
            try:
                if not self._good_for(0):
                    self._ask()
            finally:
                self._asking.release()
        if self._keys is None or not self._good_for(self._stale):
            raise KeysUnavailable(self._failure or "the issuer's keys are too old")
        return self._keys

    def _good_for(self, more: float) -> bool:
        return self._keys is not None and self._stopwatch() < self._fresh_until + more

    def _ask(self) -> None:
        """Fetch, unless that was tried just now. A failure leaves the keys as they are."""
        begun = self._stopwatch()
        if self._asked_at is not None and begun < self._asked_at + self._floor:
            return
        self._asked_at = begun
        try:
            fetched = self._fetch()
            self._keys = read_keys(fetched.value)
        except (KeysUnavailable, ValueError) as error:
            self._failure = str(error)
        else:
            age = _USUAL if fetched.max_age is None else fetched.max_age
            self._fresh_until = begun + min(max(age, _SHORTEST), _LONGEST)
            self._failure = None
