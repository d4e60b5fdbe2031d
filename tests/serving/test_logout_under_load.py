"""No request that came after the answer to a logout is let in, however long the database takes to answer."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import make_url

from tests.serving.wire import ask, join, log_in
from tests.support.forwarder import Forwarder
from tests.support.live import Live
from tests.support.people import Person

pytestmark = [pytest.mark.every_engine, pytest.mark.at_night, pytest.mark.any_server]
DELAY = 0.03  # seconds by which each answer of a database server is late
CLIENTS, ROUNDS = 6, 2
SETTINGS = {"GATEPOST_LOG_LEVEL": "warning", "GATEPOST_LIMITS": "off", "GATEPOST_DATABASE_POOL": "16"}


@contextmanager
def late(database: str) -> Iterator[str]:
    """The address of this database by a way on which its answers are late. A file has no such way."""
    port = make_url(database).port
    if port is None:
        yield database
        return
    with Forwarder(port, delay=DELAY) as forwarder:
        yield forwarder.lead(database)


class Readers:
    """Clients that ask for a person's own detail again and again: when each question began, and its answer's status."""

    def __init__(self, url: str, person: Person) -> None:
        self._url, self._person = url, person
        self.asked: list[tuple[float, int]] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(CLIENTS)]

    def _read(self) -> None:
        while not self._over.is_set():
            begun = time.monotonic()
            answer = ask(self._url, f"GET /user/{self._person.uuid}", token=self._person.access_token)
            self.asked.append((begun, answer.status))

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=30)

    def wait_for(self, more: int) -> None:
        until, deadline = len(self.asked) + more, time.monotonic() + 30
        while len(self.asked) < until:
            assert time.monotonic() < deadline
            time.sleep(0.005)


@pytest.mark.asvs("7.4.1")
@pytest.mark.parametrize("workers", ["1", "4"])
def test_no_request_after_the_answer_to_a_logout_is_let_in(empty_database: str, tmp_path: Path, workers: str) -> None:
    with (
        late(empty_database) as address,
        Live(tmp_path, "--workers", workers, SQLALCHEMY_DATABASE_URI=address, **SETTINGS) as service,
    ):
        ada = join(service.url, f"ada{workers}")
        for _ in range(ROUNDS):
            here = log_in(service.url, ada)
            with Readers(service.url, here) as readers:
                readers.wait_for(4 * CLIENTS)  # also so that each process knows the token
                assert ask(service.url, "POST /user/logout/", token=here.access_token).status == 200
                logged_out = time.monotonic()
                readers.wait_for(4 * CLIENTS)
            assert {status for begun, status in readers.asked if begun > logged_out} == {401}
            assert 200 in {status for _, status in readers.asked}
