"""Hashes run on threads of their own, which give way; who waits too long for one is told so."""

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask

from gatepost.errors import TooManyPasswords
from gatepost.passwords.hashing import hashing_threads
from gatepost.passwords.threads import HashingThreads
from tests.web.endpoints import assert_refused


def _priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has priorities of single threads")
def test_hashes_give_way_to_everything_else() -> None:
    before = _priority()
    assert HashingThreads(1, 5).run(_priority) == min(19, before + 5)
    assert _priority() == before


@pytest.mark.asvs("15.2.2")
def test_who_waits_too_long_for_a_hash_is_503(make_app: Callable[..., Flask]) -> None:
    app = make_app(hash_slots=1, hash_timeout=timedelta(milliseconds=50))
    threads = hashing_threads(app.extensions["gatepost"])
    begun, go_on = threading.Event(), threading.Event()

    def work() -> bool:
        begun.set()
        return go_on.wait(timeout=10)

    def occupy() -> None:
        while not begun.is_set():
            with suppress(TooManyPasswords):  # on a slow machine
                threads.run(work)

    other = threading.Thread(target=occupy)
    other.start()
    assert begun.wait(timeout=30)
    log_in = {"username": "nobody", "password": "password"}
    answer = app.test_client().post("/user/login", json=log_in)
    assert_refused(answer, (503, "unavailable"))
    assert answer.headers["Retry-After"] == "2"
    go_on.set()
    other.join(timeout=30)
    assert app.test_client().post("/user/login", json=log_in).status_code == 401
