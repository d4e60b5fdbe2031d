"""Run hashes on threads of their own, as many as may run at once (ASVS 15.2.2).

A hash takes about 25 ms of one processor and 19 MiB. More of them at once than there are processors would make
everyone wait and fill the memory. The bulkhead (``http/bulkhead.py``) bounds how many wait; this file bounds how long.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from typing import Any, TypeVar

from gatepost import clock
from gatepost.errors import TooManyPasswords
from gatepost.metrics import METRICS
from gatepost.settings import Settings

T = TypeVar("T")
# A third of what other threads get of a busy processor. Much less would hold the others up: for a moment before and
# after its hash a thread has Python's lock, and a thread that has the lock must not wait for a processor.
_NICE = 5
HASHED = threading.Event()  # set after each hash; serving/free_memory.py clears it


class HashingThreads:
    """At most *running* hashes at once. One that has not begun after *patience* seconds is given up."""

    def __init__(self, running: int, patience: float) -> None:
        self._threads = ThreadPoolExecutor(running, thread_name_prefix="hash", initializer=_give_way)
        self._patience = patience

    def run(self, work: Callable[..., T], *values: Any) -> T:
        """Do *work* when its turn comes. Raises TooManyPasswords if that takes too long."""
        if METRICS.on:
            METRICS.hash_waits(1)
            future = self._threads.submit(_measured, clock.stopwatch(), work, *values)
        else:
            future = self._threads.submit(work, *values)
        try:
            return future.result(self._patience)
        except TimeoutError:
            if future.cancel():
                METRICS.hash_waits(-1)
                raise TooManyPasswords from None
            return future.result()
        finally:
            HASHED.set()


def _measured(asked: float, work: Callable[..., T], *values: Any) -> T:
    """Do *work*, and tell the metrics how long it waited since *asked*, and how long it took."""
    begun = clock.stopwatch()
    METRICS.hash_waits(-1)
    METRICS.hash_began(begun - asked)
    try:
        return work(*values)
    finally:
        METRICS.hashed(clock.stopwatch() - begun)


def _give_way() -> None:
    """Lower the priority of this thread. Only Linux has priorities of single threads."""
    if sys.platform == "linux":
        with suppress(OSError):
            thread = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, thread, min(19, os.getpriority(os.PRIO_PROCESS, thread) + _NICE))


def hashing_threads(settings: Settings) -> HashingThreads:
    """The threads of this process."""
    return _threads(settings.hashes_at_once, settings.hash_timeout.total_seconds())


@lru_cache(maxsize=8)
def _threads(running: int, patience: float) -> HashingThreads:
    return HashingThreads(running, patience)
