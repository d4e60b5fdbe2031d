"""The database, or a part of it, is held by somebody else: 503 in bounded time, and then all is well again."""

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.serving.test_database_away import assert_unavailable
from tests.serving.test_stop import workers_of
from tests.serving.wire import Reply, ask, at_once, join, register
from tests.support.live import Live

pytestmark = pytest.mark.every_engine

LOG_IN = ("POST /user/login", {"username": "nobody", "password": "password"})


def test_a_locked_sqlite_file_is_503_until_it_is_free(live: Callable[..., Live]) -> None:
    service = live("--workers", "2", GATEPOST_DATABASE_TIMEOUT="1s")
    ada = join(service.url, "ada")
    with closing(sqlite3.connect(service.instance / "gatepost.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        refused = at_once([partial(register, service.url, "eve")] * 4)
        assert 0.9 < time.monotonic() - begun < 5
        for answer in refused:
            assert_unavailable(answer)
        reading = ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token)
        assert reading.status == 200  # in WAL mode a writer holds no reader up
    assert register(service.url, "eve").status == 201
    assert "Traceback" not in service.log


@pytest.fixture(scope="module")
def narrow(empty_database: str, engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A service with one connection of each kind."""
    limits = {"GATEPOST_DATABASE_TIMEOUT": "1s", "GATEPOST_DATABASE_POOL": "1"}
    folder: Path = tmp_path_factory.mktemp("narrow")
    with Live(folder, SQLALCHEMY_DATABASE_URI=empty_database, **limits) as running:
        yield running


def test_waiting_for_a_lock_or_a_connection_ends_in_503(narrow: Live, empty_database: str, engine: str) -> None:
    ada = join(narrow.url, "ada")

    def change(gender: str) -> Reply:
        return ask(narrow.url, f"PATCH /user/{ada.uuid}", {"gender": gender}, token=ada.access_token)

    outside = create_engine(empty_database)
    with outside.connect() as other:
        if engine == "sqlite":
            other.exec_driver_sql("BEGIN IMMEDIATE")
        other.execute(text("UPDATE users SET gender = NULL WHERE uuid = :uuid"), {"uuid": ada.uuid})
        begun = time.monotonic()
        for answer in at_once([partial(change, "Female")] * 6):
            assert_unavailable(answer)
        assert time.monotonic() - begun < 6
        assert ask(narrow.url, "GET /healthz").status == 200
        other.rollback()
    outside.dispose()
    assert "gender" not in ask(narrow.url, f"GET /user/{ada.uuid}", token=ada.access_token).json["data"]
    assert [answer.status for answer in at_once([partial(change, "Male")] * 6)] == [200] * 6
    assert "Traceback" not in narrow.log


def test_more_log_ins_than_may_wait_are_503_at_once(live: Callable[..., Live]) -> None:
    slow = {"GATEPOST_ARGON2_MEMORY": "32768", "GATEPOST_ARGON2_PASSES": "12"}  # about half a second
    service = live(**slow, GATEPOST_HASH_SLOTS="1", GATEPOST_HASH_QUEUE="1")
    begun = time.monotonic()
    assert ask(service.url, *LOG_IN).status == 401
    one = time.monotonic() - begun
    answers = burst(service, 10)
    refused = [(answer, took) for answer, took in answers if answer.status == 503]
    assert [answer.status for answer, _ in answers if answer.status != 503] == [401, 401]
    for answer, took in refused:
        assert_unavailable(answer)
        assert took < one
    assert ask(service.url, *LOG_IN).status == 401


def burst(service: Live, count: int) -> list[tuple[Reply, float]]:
    """So many log-ins that reach the service at one moment, because it is stopped until all are sent.

    Each answer comes with the seconds that it took from this moment on.
    """
    connections = [HTTPConnection(service.url.removeprefix("http://"), timeout=30) for _ in range(count)]
    (worker,) = workers_of(service)
    os.kill(worker, signal.SIGSTOP)
    try:
        for connection in connections:
            connection.request("POST", "/user/login", json.dumps(LOG_IN[1]))
    finally:
        os.kill(worker, signal.SIGCONT)
    begun = time.monotonic()

    def read(connection: HTTPConnection) -> tuple[Reply, float]:
        answer = connection.getresponse()
        took = time.monotonic() - begun
        return Reply(answer.status, answer.headers, answer.read().decode()), took

    answers = at_once([partial(read, connection) for connection in connections])
    for connection in connections:
        connection.close()
    return answers
