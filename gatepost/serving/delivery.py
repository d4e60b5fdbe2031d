"""Delivery of the outbox in the background: one thread for each kind, so that a kind that hangs delays no other."""

import threading
from functools import partial
from multiprocessing.util import Finalize

import structlog
from flask import Flask

from gatepost import clock
from gatepost.app import OUTBOX
from gatepost.crypto import random_share
from gatepost.outbox.deliver import deliver_due
from gatepost.outbox.kinds import Kind
from gatepost.outbox.put import new_entry_event
from gatepost.threads import run_forever

_POLL = 0.5  # seconds; entries of other processes are found by polling
_COMMIT_DELAY = 0.02  # seconds after a new entry of this process, which is committed about then
_AFTER_A_FAILURE = 2.0
_LONGEST_STOP = 5.0  # container platforms kill after ten seconds

log = structlog.get_logger("gatepost.messaging")


class Delivery:
    """The delivery threads of one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []  # noqa: TID251  only their type

    def start(self) -> None:
        """Start a thread for each kind. A process that ends calls stop() first."""
        for kind in OUTBOX:
            deliver = partial(self._deliver, kind)
            self._threads.append(run_forever(f"delivery-{kind.name}", deliver, is_stopped=self._stopped.is_set))
        Finalize(None, self.stop, exitpriority=10)

    def stop(self) -> None:
        """Take no more entries; wait some seconds for those being sent. The rest is retried after its lease."""
        self._stopped.set()
        for kind in OUTBOX:
            new_entry_event(kind.name).set()  # wakes the thread that waits
        until = clock.stopwatch() + _LONGEST_STOP
        for thread in self._threads:
            thread.join(max(0.0, until - clock.stopwatch()))

    def _deliver(self, kind: Kind) -> None:
        pause = _POLL * (0.75 + random_share() / 2)
        try:
            with self._app.app_context():
                if deliver_due(kind, keep_going=lambda: not self._stopped.is_set()):
                    return
        except Exception as error:  # such as a database that is away: the next round tries again
            log.warning("delivery.failed", channel=kind.name, error=type(error).__name__)
            self._stopped.wait(_AFTER_A_FAILURE)
        if new_entry_event(kind.name).wait(pause) and not self._stopped.is_set():
            new_entry_event(kind.name).clear()
            self._stopped.wait(_COMMIT_DELAY)
