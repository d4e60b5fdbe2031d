"""The service stops when it is told to, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable

import pytest

from tests.servers.watchdog import living
from tests.serving.wire import ask
from tests.support.live import Live


@pytest.mark.parametrize(
    ("workers", "told_by", "group"),
    [
        ("1", signal.SIGINT, True),
        ("1", signal.SIGTERM, False),
        ("2", signal.SIGINT, False),
        ("2", signal.SIGTERM, True),
    ],
    ids=["ctrl-c", "sigterm", "sigint-two-workers", "sigterm-to-all-of-two-workers"],
)
def test_the_service_stops_cleanly(
    live: Callable[..., Live], workers: str, told_by: signal.Signals, group: bool
) -> None:
    service = live("--workers", workers)
    with socket.create_connection(("127.0.0.1", int(service.url.rsplit(":", 1)[1]))) as idle:  # holds nothing up
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(15) == b"HTTP/1.1 200 OK"
        begun = time.monotonic()
        status = service.stop(told_by, group=group)
        took = time.monotonic() - begun
    assert status == 0
    assert took < 5
    assert service.log.endswith("Gatepost has stopped.\n")
    assert "Traceback" not in service.log
    assert "kill" not in service.log.lower()
    assert "warning: anyone who knows" in service.log
    with pytest.raises(ProcessLookupError):  # no worker is left in its process group
        os.killpg(service.process.pid, 0)


def test_a_stop_during_the_start_is_obeyed_too(live: Callable[..., Live]) -> None:
    service = live("--workers", "1")
    (worker,) = workers_of(service)
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while workers_of(service) in ([], [worker]):  # the next one is just beginning to load the application
        assert time.monotonic() < deadline
        time.sleep(0.005)
    begun = time.monotonic()
    assert service.stop(group=True) == 0
    assert time.monotonic() - begun < 8


def test_workers_do_not_outlive_their_parent(live: Callable[..., Live]) -> None:
    service = live("--workers", "2")
    os.kill(service.process.pid, signal.SIGKILL)
    service.process.wait(timeout=10)
    deadline = time.monotonic() + 15
    while _is_there(service.process.pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with pytest.raises(ConnectionRefusedError):
        ask(service.url, "GET /healthz")


def test_workers_end_without_their_parent_though_one_of_them_hangs(live: Callable[..., Live]) -> None:
    service = live("--workers", "3")
    service.wait_until(lambda: len(workers_of(service)) == 3)
    workers = workers_of(service)
    os.kill(workers[-1], signal.SIGSTOP)  # forked last, it holds what the others watch the parent by
    try:
        os.kill(service.process.pid, signal.SIGKILL)
        service.process.wait(timeout=10)
        service.wait_until(lambda: not living(workers[:-1]), within=5)
    finally:
        os.kill(workers[-1], signal.SIGKILL)


def test_a_killed_worker_comes_back(live: Callable[..., Live]) -> None:
    service = live("--workers", "2")
    before = workers_of(service)
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    deadline = time.monotonic() + 15
    while len(set(workers_of(service)) - set(before)) < 1 or before[0] in workers_of(service):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert [ask(service.url, "GET /healthz").status for _ in range(20)] == [200] * 20
    assert service.stop() == 0


def workers_of(service: Live) -> list[int]:
    """The process numbers of the service's workers."""
    return children_of(service.process.pid)


def children_of(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=,ppid=,stat=", "-A"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, parent, state in rows if int(parent) == process and "Z" not in state]


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
