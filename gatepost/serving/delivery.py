"""The outbox is delivered beside serving: by one thread for each kind, so that one that hangs holds up no other."""

import threading
from multiprocessing.util import Finalize

import structlog
from flask import Flask

from gatepost import clock
from gatepost.app import OUTBOX
from gatepost.crypto import random_share
from gatepost.outbox.deliver import deliver_due
from gatepost.outbox.kinds import Kind
from gatepost.outbox.put import written

_IDLE = 0.5  # seconds between two looks: what another process wrote is seen by looking
_SOON = 0.02  # after this process wrote something, it commits about now
_AFTER_A_FAILURE = 2.0
_LONGEST_STOP = 5.0  # container platforms kill after ten

log = structlog.get_logger("gatepost.messaging")


class Delivery:
    """Sends for one application, until it is stopped."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin, in threads. A process that ends lets what is being sent come to its end, for a while."""
        for kind in OUTBOX:
            thread = threading.Thread(target=self._go_on, args=(kind,), name=f"delivery-{kind.name}", daemon=True)
            thread.start()
            self._threads.append(thread)
        Finalize(None, self.stop, exitpriority=10)

    def stop(self) -> None:
        """Take nothing more. What is still being sent after some seconds is left to its lease."""
        self._stopped.set()
        for kind in OUTBOX:
            written(kind.name).set()  # wakes the thread that waits
        until = clock.stopwatch() + _LONGEST_STOP
        for thread in self._threads:
            thread.join(max(0.0, until - clock.stopwatch()))

    def _go_on(self, kind: Kind) -> None:
        while not self._stopped.is_set():
            pause = _IDLE * (0.75 + random_share() / 2)
            try:
                with self._app.app_context():
                    if deliver_due(kind, go_on=lambda: not self._stopped.is_set()):
                        continue
            except Exception as error:  # the database is away, or whatever: the next round is a new chance
                log.warning("delivery.failed", channel=kind.name, error=type(error).__name__)
                self._stopped.wait(_AFTER_A_FAILURE)
            if written(kind.name).wait(pause) and not self._stopped.is_set():
                written(kind.name).clear()
                self._stopped.wait(_SOON)
