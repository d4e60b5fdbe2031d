"""How many hashes run at once.

A hash takes about 25 ms of one processor and 19 MiB. More of them at once than there are processors makes
everyone wait and fills the memory, so they run on threads of their own, as many as there may be at once;
a bounded number waits, and what does not fit is refused at once (ASVS 15.2.2).
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

from gatepost.errors import Unavailable
from gatepost.settings import Settings

T = TypeVar("T")


class HashingThreads:
    """At most *running* at once, at most *waiting* behind them."""

    def __init__(self, running: int, waiting: int) -> None:
        self._room = threading.BoundedSemaphore(running + waiting)
        self._threads = ThreadPoolExecutor(running, thread_name_prefix="hash")

    def run(self, work: Callable[..., T], *values: Any) -> T:
        """Do *work* when its turn comes. Raises Unavailable at once when too many wait already."""
        if not self._room.acquire(blocking=False):
            raise Unavailable("Too many log-ins at the moment: please try again in a few seconds.", retry_after=2)
        try:
            return self._threads.submit(work, *values).result()
        finally:
            self._room.release()


def hashing_threads(settings: Settings) -> HashingThreads:
    """The threads of this process."""
    return _threads(settings.hashes_at_once, settings.hash_queue)


@lru_cache(maxsize=8)
def _threads(running: int, waiting: int) -> HashingThreads:
    return HashingThreads(running, waiting)
