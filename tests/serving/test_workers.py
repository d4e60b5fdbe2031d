"""A worker that dies is replaced, as often as it does, and later each time if it dies at its start."""

import os
import re
import signal
import time
from collections.abc import Callable

import pytest

from tests.serving.test_stop import workers_of
from tests.serving.wire import ask, serves
from tests.support.live import Live


def kill_worker(service: Live, number: int = 0) -> None:
    """Kill a worker, and wait until another is there in its place."""
    before = workers_of(service)
    os.kill(before[number], signal.SIGKILL)
    deadline = time.monotonic() + 15
    while len(set(workers_of(service)) - set(before)) < 1:
        assert time.monotonic() < deadline, service.log
        time.sleep(0.02)


@pytest.mark.asvs("16.5.3")
def test_a_worker_is_replaced_as_often_as_it_dies_after_growing_pauses(live: Callable[..., Live]) -> None:
    service = live("--workers", "1")
    for _ in range(4):
        kill_worker(service)
    assert re.findall(r"worker\.died worker=1 replaced_in=(\S+)", service.log) == ["0.0", "0.25", "0.5", "1.0"]
    service.wait_until(lambda: serves(service.url))
    assert service.process.poll() is None
    assert service.stop() == 0
    assert "illing" not in service.log


def test_workers_that_die_at_once_are_all_replaced(live: Callable[..., Live]) -> None:
    service = live("--workers", "3")
    before = workers_of(service)
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    service.wait_until(lambda: len(set(workers_of(service)) - set(before)) == 3)
    service.wait_until(lambda: serves(service.url))  # until one of them listens, connections are refused
    assert [ask(service.url, "GET /healthz").status for _ in range(12)] == [200] * 12
    assert service.stop() == 0


def test_a_stop_waits_for_no_worker_that_is_to_be_replaced(live: Callable[..., Live]) -> None:
    service = live("--workers", "1")
    for _ in range(4):
        kill_worker(service)
    os.kill(workers_of(service)[0], signal.SIGKILL)
    service.wait_for("replaced_in=2.0")
    begun = time.monotonic()
    assert service.stop() == 0
    assert time.monotonic() - begun < 2


def test_a_worker_that_does_not_end_is_killed_after_a_while(live: Callable[..., Live]) -> None:
    service = live("--workers", "2")
    os.kill(workers_of(service)[0], signal.SIGSTOP)
    begun = time.monotonic()
    assert service.stop() == 0
    assert time.monotonic() - begun < 10
    assert "worker.killed worker=" in service.log
