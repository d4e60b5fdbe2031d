"""The memory of password hashes goes back to the system, once no password has been hashed for a while."""

import platform
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.serving.test_stop import children_of
from tests.serving.wire import ask
from tests.support.live import Live

ARGON2_KIB = 19456
RUN = [sys.executable, "-u", "-m", "gatepost", "serve", "--port", "0"]  # not a fork: that has the tests' arenas


def resident_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def fail_to_log_in(service: Live) -> None:
    wrong = ask(service.url, "POST /user/login", {"username": "nobody", "password": "password"})
    assert wrong.status == 401


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep no such memory")
@pytest.mark.asvs("15.2.2")
def test_memory_of_hashes_is_returned_once_nobody_logs_in(live: Callable[..., Live]) -> None:
    service = live(command=RUN, GATEPOST_ARGON2_MEMORY=str(ARGON2_KIB), GATEPOST_HASH_SLOTS="1")
    (worker,) = children_of(service.process.pid)
    fail_to_log_in(service)  # glibc maps the memory of the first hash apart, and keeps that of the others
    before = resident_kib(worker)
    for _ in range(3):
        fail_to_log_in(service)
    service.wait_until(lambda: resident_kib(worker) - before < ARGON2_KIB * 0.75)
