"""Metrics for Prometheus: what happens is told to :data:`METRICS`, which nobody waits for.

This module loads no library. Where the settings switch metrics on, ``recorder.py`` is imported and records them.
Until then every call does nothing; a caller that would measure for it asks ``METRICS.on`` first.
"""

from collections.abc import Callable
from typing import Protocol

from gatepost.metrics import catalogue as of
from gatepost.metrics.catalogue import Metric

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"  # of the text format of Prometheus

ReadGauge = Callable[[], float]


class Recorder(Protocol):
    """Records values of the catalogue. *labels* are in the order of their declaration."""

    @property
    def process(self) -> str: ...
    def add(self, metric: Metric, amount: float, *labels: str) -> None: ...
    def observe(self, metric: Metric, seconds: float, *labels: str) -> None: ...
    def set(self, metric: Metric, value: float, *labels: str) -> None: ...
    def render(self) -> bytes: ...


class Metrics:
    """The metrics of this process."""

    def __init__(self) -> None:
        self.recorder: Recorder | None = None
        self._gauges: list[tuple[Metric, ReadGauge, tuple[str, ...]]] = []

    @property
    def on(self) -> bool:
        """Whether metrics are recorded."""
        return self.recorder is not None

    def request(self, *, method: str, route: str, status: int, seconds: float, code: str | None) -> None:
        """A request was answered; *code* is that of its refusal."""
        self._add(of.REQUESTS, 1, method, route, str(status))
        self._observe(of.REQUEST_SECONDS, seconds, method, route)
        if code is not None:
            self._add(of.REFUSALS, 1, route, code)

    def logged_in(self, proof: str) -> None:
        """A log-in was committed."""
        self._add(of.LOGINS, 1, proof)

    def hash_waits(self, change: int) -> None:
        """A hash waits (1), or waits no longer (-1)."""
        self._add(of.HASHES_WAITING, change)

    def hash_began(self, waited: float) -> None:
        """A hash began after so many seconds."""
        self._observe(of.HASH_WAIT_SECONDS, waited)

    def hashed(self, seconds: float) -> None:
        """A hash took so long."""
        self._observe(of.HASH_SECONDS, seconds)

    def attempted(self, kind: str, outcome: str) -> None:
        """An entry of the outbox was tried: done, failed, or given_up."""
        self._add(of.OUTBOX_ATTEMPTS, 1, kind, outcome)

    def sms(self, country: str, outcome: str) -> None:
        """A code by SMS to this country was sent, answered, stopped, or over_budget."""
        self._add(of.SMS_CODES, 1, country, outcome)

    def webhook(self, outcome: str) -> None:
        """A delivery to a webhook was tried: done, failed, or given_up."""
        self._add(of.WEBHOOK_ATTEMPTS, 1, outcome)

    def webhook_disabled(self, because: str) -> None:
        """A webhook was disabled because of its answers: gone, or failing."""
        self._add(of.WEBHOOKS_DISABLED, 1, because)

    def outbox(self, kind: str, *, due: int, later: int, oldest: float) -> None:
        """So many entries wait, the *oldest* for so many seconds."""
        self._set(of.OUTBOX_ENTRIES, due, kind, "due")
        self._set(of.OUTBOX_ENTRIES, later, kind, "later")
        self._set(of.OUTBOX_OLDEST_SECONDS, oldest, kind)

    def waited_for_connection(self, pool: str, seconds: float) -> None:
        """A connection was asked for, and given or refused after so many seconds."""
        self._observe(of.CONNECTION_WAIT_SECONDS, seconds, pool)

    def lost_lines(self, count: int) -> None:
        """So many lines of the log are lost."""
        self._add(of.LINES_LOST, count)

    def watch(self, metric: Metric, read: ReadGauge, *labels: str) -> None:
        """Read this gauge by *read* every second from now on."""
        if self.on:
            self._gauges.append((metric, read, labels))

    def watch_threads(self, count: int, *, free: ReadGauge, waiting: ReadGauge) -> None:
        """Read every second how many threads serve requests in this process, and how many requests wait for one."""
        self.watch(of.REQUEST_THREADS, lambda: count)
        self.watch(of.REQUEST_THREADS_TAKEN, lambda: count - free())
        self.watch(of.REQUESTS_WAITING, waiting)

    def read_gauges(self) -> None:
        """Read every gauge that is watched, once."""
        for metric, read, labels in self._gauges:
            self._set(metric, read(), *labels)

    def _add(self, metric: Metric, amount: float, *labels: str) -> None:
        if self.recorder is not None:
            self.recorder.add(metric, amount, *labels)

    def _observe(self, metric: Metric, seconds: float, *labels: str) -> None:
        if self.recorder is not None:
            self.recorder.observe(metric, seconds, *labels)

    def _set(self, metric: Metric, value: float, *labels: str) -> None:
        if self.recorder is not None:
            self.recorder.set(metric, value, *labels)


METRICS = Metrics()
