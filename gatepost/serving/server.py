"""The main process: it starts the workers, replaces those that die, and stops them."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Any

import structlog
from flask import Flask

from gatepost.serving.listeners import Address
from gatepost.serving.worker import STOP_SIGNALS, work

_LONGEST_STOP = 8.5  # seconds; container platforms kill after ten
_PAUSES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before the replacement of a worker that died so often
_SETTLED = 60.0  # seconds after which a worker has not died at its start
_FORKS = sys.platform == "linux"  # a forked worker shares the memory of all that is imported here

log = structlog.get_logger("gatepost")


class Workers:
    """The *count* worker processes of a service at *address*. *app* is the application that was prepared to serve.

    *announce* is called once, when the first of them listens.
    """

    def __init__(self, count: int, address: Address, app: Flask, *, announce: Callable[[], object]) -> None:
        self._context: Any = multiprocessing.get_context("fork" if _FORKS else "spawn")
        self._ready, ready = self._context.Pipe(duplex=False)
        self._arguments = (address, app if _FORKS else None, ready)
        self._announce: Callable[[], object] | None = announce
        self._processes: list[BaseProcess | None] = [None] * count
        self._deaths, self._births = [0] * count, [0.0] * count
        self._due = dict.fromkeys(range(count), 0.0)  # when each worker that does not run is to start
        self._is_stopping = False
        self._heard, self._tell = os.pipe()  # a signal writes a byte into it

    def run(self) -> None:
        """Serve until told to stop, and replace workers that die, as often as they do."""
        os.set_blocking(self._tell, False)
        signal.set_wakeup_fd(self._tell, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)
        while not self._is_stopping:
            self._start_due()
            self._wait()
            self._note_deaths()
        self._end()

    def _stop(self, *_: object) -> None:
        self._is_stopping = True

    def _wait(self) -> None:
        """Wait until a worker dies, another is due, or a signal comes."""
        soonest = min(self._due.values()) - time.monotonic() if self._due else None
        running = [process.sentinel for process in self._processes if process is not None]
        told = wait([self._heard, self._ready, *running], None if soonest is None else max(0.0, soonest))
        if self._ready in told:
            self._ready.recv_bytes()
            if self._announce is not None:
                self._announce()
                self._announce = None

    def _start_due(self) -> None:
        for index in [index for index, at in self._due.items() if at <= time.monotonic()]:
            if self._is_stopping:
                return
            with _signals_blocked():  # until the worker handles them, so that it loses none
                process = self._context.Process(target=work, args=self._arguments, name=f"worker-{index + 1}")
                try:
                    process.start()
                except OSError as error:  # no memory or processes are left: as if it had died
                    log.error("worker.not_started", worker=index + 1, error=error.strerror)  # noqa: TRY400  no fault of the code
                    self._due[index] = time.monotonic() + self._pause_after_death(index)
                    continue
            self._processes[index], self._births[index] = process, time.monotonic()
            del self._due[index]

    def _note_deaths(self) -> None:
        for index, process in enumerate(self._processes):
            if process is not None and not process.is_alive() and not self._is_stopping:
                self._processes[index] = None
                self._due[index] = time.monotonic() + self._pause_after_death(index)

    def _pause_after_death(self, index: int) -> float:
        """Seconds until the replacement: more each time, if the worker died at its start."""
        if time.monotonic() - self._births[index] >= _SETTLED:
            self._deaths[index] = 0
        seconds = _PAUSES[min(self._deaths[index], len(_PAUSES) - 1)]
        self._deaths[index] += 1
        log.warning("worker.died", worker=index + 1, replaced_in=seconds)
        return seconds

    def _end(self) -> None:
        """Stop the workers. One that takes longer than _LONGEST_STOP is killed."""
        running = [(number, process) for number, process in enumerate(self._processes, 1) if process is not None]
        for _, process in running:
            process.terminate()
        until = time.monotonic() + _LONGEST_STOP
        for number, process in running:
            process.join(max(0.0, until - time.monotonic()))
            if process.is_alive():
                log.warning("worker.killed", worker=number, seconds=_LONGEST_STOP)
                process.kill()
                process.join()


@contextmanager
def _signals_blocked() -> Iterator[None]:
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
