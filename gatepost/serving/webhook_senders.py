"""Deliveries to webhooks in the background: some threads, of which one webhook has two at most.

Those that failed the last time share half of the threads. So receivers that hang delay the others for one time-out, and
no message of the outbox.
"""

import threading
from collections import Counter
from multiprocessing.util import Finalize

import structlog
from flask import Flask

from gatepost import clock
from gatepost.crypto import random_share
from gatepost.threads import run_forever
from gatepost.webhooks.deliver import deliver, take_due
from gatepost.webhooks.lease import Leased
from gatepost.webhooks.put_deliveries import NEW_DELIVERY
from gatepost.webhooks.registry import refresh_webhooks

_THREADS = 6
_AT_ONCE = 2  # deliveries to one webhook from one process
_TO_FAILING = _THREADS // 2  # deliveries to all webhooks that fail
_POLL = 0.5  # seconds; deliveries of other processes are found by polling
_COMMIT_DELAY = 0.02  # seconds after a new delivery of this process, which is committed about then
_AFTER_A_FAILURE = 2.0
_LONGEST_STOP = 5.0  # container platforms kill after ten seconds

log = structlog.get_logger("gatepost.webhooks")


class WebhookSenders:
    """The sending threads of one application. One looks for what is due; so the others wait without asking."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stopped = threading.Event()
        self._looks = threading.Lock()
        self._sending: Counter[str] = Counter()
        self._changes = threading.Lock()
        self._threads: list[threading.Thread] = []  # noqa: TID251  only their type

    def start(self) -> None:
        """Start the threads. A process that ends calls stop() first."""
        for number in range(_THREADS):
            self._threads.append(run_forever(f"webhooks-{number}", self._round, is_stopped=self._stopped.is_set))
        Finalize(None, self.stop, exitpriority=10)

    def stop(self) -> None:
        """Take no more deliveries; wait some seconds for those being sent. The rest is tried again after its lease."""
        self._stopped.set()
        NEW_DELIVERY.set()  # wakes the thread that waits
        until = clock.stopwatch() + _LONGEST_STOP
        for thread in self._threads:
            thread.join(max(0.0, until - clock.stopwatch()))

    def _round(self) -> None:
        with self._app.app_context():
            with self._looks:
                leased = self._take()
            if leased is None:
                return
            try:
                deliver(leased)
            finally:
                with self._changes:
                    self._sending[leased.webhook_id] -= 1

    def _busy(self, failing: frozenset[str]) -> set[str]:
        """The webhooks to which nothing more is sent just now. *failing* are those that failed the last time."""
        with self._changes:
            busy = {webhook_id for webhook_id, count in self._sending.items() if count >= _AT_ONCE}
            if sum(self._sending[webhook_id] for webhook_id in failing) >= _TO_FAILING:
                busy |= failing
        return busy

    def _take(self) -> Leased | None:
        """Lease a due delivery, or wait a little for one. Only one thread does so at a time."""
        if self._stopped.is_set():
            return None
        try:
            leased = take_due(but=self._busy(refresh_webhooks()))
        except Exception as error:  # such as a database that is away: the next round tries again
            log.warning("webhooks.failed", error=type(error).__name__)
            self._stopped.wait(_AFTER_A_FAILURE)
            return None
        if leased is not None:
            with self._changes:
                self._sending[leased.webhook_id] += 1
        elif NEW_DELIVERY.wait(_POLL * (0.75 + random_share() / 2)) and not self._stopped.is_set():
            NEW_DELIVERY.clear()
            self._stopped.wait(_COMMIT_DELAY)
        return leased
