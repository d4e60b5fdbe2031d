"""Reads the gauges of this process every second, in a thread of its own, so that no request and no scrape does it.

The database is asked about the outbox less often, and by each process, because any of them may be the last.
"""

import platform
import threading
from collections.abc import Iterator

import structlog
from flask import Flask
from prometheus_client import ProcessCollector

from gatepost import __version__, clock
from gatepost.app import OUTBOX
from gatepost.database import db
from gatepost.database.engines import READER, WRITER
from gatepost.metrics import METRICS, Recorder
from gatepost.metrics import catalogue as of
from gatepost.outbox.count_entries import count_entries
from gatepost.threads import pause, run_forever

_INTERVAL = 1.0  # seconds
_ROUNDS_OF_OUTBOX = 10  # from one question to the database to the next
_OF_PROCESS = {  # the library's name of a value, and ours
    "process_resident_memory_bytes": of.PROCESS_MEMORY,
    "process_open_fds": of.PROCESS_FILES,
    "process_max_fds": of.PROCESS_FILES_MAX,
    "process_start_time_seconds": of.PROCESS_START,
}

log = structlog.get_logger("gatepost")


class Gauges:
    """The gauges of one application in this process."""

    def __init__(self, app: Flask, recorder: Recorder) -> None:
        self._app, self._recorder = app, recorder
        self._process = ProcessCollector(registry=None)
        self._cpu, self._rounds = 0.0, 0

    def start(self) -> None:
        """Watch what the application has, and start the thread, which ends with the process."""
        bulkhead = self._app.extensions["gatepost.bulkhead"]
        METRICS.watch(of.SLOTS, lambda: bulkhead.count)
        METRICS.watch(of.SLOTS_TAKEN, lambda: bulkhead.taken)
        with self._app.app_context():
            engines = {READER: db.engines[READER], WRITER: db.engine}
        for name, engine in engines.items():
            METRICS.watch(of.CONNECTIONS, lambda engine=engine: engine.pool.size(), name)  # type: ignore[misc]
            METRICS.watch(of.CONNECTIONS_USED, lambda engine=engine: engine.pool.checkedout(), name)  # type: ignore[misc]
        self._recorder.set(of.BUILD, 1, __version__, platform.python_version())
        run_forever("metrics", self._round)

    def _round(self) -> None:
        METRICS.read_gauges()
        self._read_process()
        if self._rounds % _ROUNDS_OF_OUTBOX == 0:
            self._ask_about_outbox()
        self._rounds += 1
        pause(_INTERVAL)

    def _read_process(self) -> None:
        process = self._recorder.process
        for name, value in _values(self._process):
            if name == "process_cpu_seconds_total":
                self._recorder.add(of.PROCESS_CPU, max(0.0, value - self._cpu))
                self._cpu = value
            elif name in _OF_PROCESS:
                self._recorder.set(_OF_PROCESS[name], value, process)
        self._recorder.set(of.PROCESS_THREADS, threading.active_count(), process)

    def _ask_about_outbox(self) -> None:
        try:
            with self._app.app_context():
                for kind in OUTBOX:
                    due, later, oldest = count_entries(kind.name)
                    age = 0.0 if oldest is None else max(0.0, (clock.now() - oldest).total_seconds())
                    METRICS.outbox(kind.name, due=due, later=later, oldest=age)
        except Exception as error:  # such as a database that is away: the time below tells how old the numbers are
            log.debug("metrics.outbox_unknown", error=type(error).__name__)
        else:
            self._recorder.set(of.OUTBOX_ASKED, clock.now().timestamp())


def _values(collector: ProcessCollector) -> Iterator[tuple[str, float]]:
    for metric in collector.collect():
        for sample in metric.samples:
            yield sample.name, sample.value
