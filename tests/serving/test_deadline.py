"""A request waits for the database as long as GATEPOST_DATABASE_TIMEOUT says in all, retries included; then 503."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import pytest
from sqlalchemy import create_engine, text

from tests.servers import Server, engines, own
from tests.serving.test_database_away import assert_unavailable, requests_of_every_kind, wait_until_ready
from tests.serving.wire import Reply, alive, ask, at_once, join
from tests.support.live import Live
from tests.support.people import Person

pytestmark = pytest.mark.every_engine
SECONDS = 3.0
MORE = 2.5  # for the way to the service and back, and the half second in which a server gives up by itself
SETTINGS = {
    "SECRET_KEY": "a secret of the tests, of more than 32 bytes",
    "GATEPOST_DATABASE_TIMEOUT": "3s",
    "GATEPOST_THREADS": "24",  # no request waits for a thread
    "GATEPOST_DATABASE_POOL": "24",
}


def timed(url: str, line: str, body: object, token: str) -> tuple[str, Reply, float]:
    begun = time.monotonic()
    answer = ask(url, line, body, token=token)
    return line, answer, time.monotonic() - begun


def all_at_once(service: Live, person: Person) -> list[tuple[str, Reply, float]]:
    kinds = requests_of_every_kind(person)
    return at_once([partial(timed, service.url, line, body, token) for line, body, token in kinds])


@pytest.fixture(params=[name for name in engines.selected() if name != "sqlite"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with own.start(request.param) as started:
        yield started


def test_a_frozen_server_is_given_up_on_in_time(server: Server, live: Callable[..., Live]) -> None:
    """It takes connections, because the system does so for it, and never answers."""
    service = live(SQLALCHEMY_DATABASE_URI=server.create_database("frozen"), **SETTINGS)
    ada = join(service.url, "ada")
    server.pause()
    try:
        for _ in range(2):  # with connections in the pools; then with none, so that new ones are opened
            for line, answer, took in all_at_once(service, ada):
                assert_unavailable(answer)
                assert took < SECONDS + MORE, (line, took)
        assert ask(service.url, "GET /healthz").status == 200
    finally:
        server.resume()
    wait_until_ready(service)
    assert alive(service.url, ada) == (200, 200)
    assert "Traceback" not in service.log


def test_who_comes_while_all_look_ups_hang_waits_no_longer(server: Server, live: Callable[..., Live]) -> None:
    """A look-up waits for those under way; then the database is asked by less than the whole time."""
    service = live(SQLALCHEMY_DATABASE_URI=server.create_database("hanging"), **SETTINGS)
    ada = join(service.url, "ada")

    def come_later(seconds: float) -> float:
        time.sleep(seconds)
        _, answer, took = timed(service.url, "GET /forward-auth", None, ada.access_token)
        assert_unavailable(answer)
        return took

    assert ask(service.url, "GET /forward-auth", token=ada.access_token).status == 200
    server.pause()
    try:
        longest = max(at_once([partial(come_later, number / 10) for number in range(16)]))
    finally:
        server.resume()
    assert longest < SECONDS + MORE


TABLES = ("users", "sessions", "throttle_counts", "known_devices", "one_time_proofs")
LOCKS = {
    ("rows", "sqlite"): ["BEGIN IMMEDIATE"],
    ("rows", "mariadb"): [f"SELECT * FROM {table} FOR UPDATE" for table in TABLES],
    ("rows", "postgresql"): [f"SELECT * FROM {table} FOR UPDATE" for table in TABLES],
    # Reading waits, too, and MariaDB's own limit is a day.
    ("tables", "mariadb"): ["LOCK TABLES " + ", ".join(f"{table} WRITE" for table in TABLES)],
    ("tables", "postgresql"): [f"LOCK TABLE {', '.join(TABLES)}"],
}


@pytest.mark.parametrize("held", ["rows", "tables"])
def test_a_lock_is_given_up_on_in_time(empty_database: str, engine: str, live: Callable[..., Live], held: str) -> None:
    if (held, engine) not in LOCKS:
        pytest.skip("SQLite locks the file, and only for those who write")
    service = live(SQLALCHEMY_DATABASE_URI=empty_database, **SETTINGS)
    ada = join(service.url, f"ada-{held}")
    outside = create_engine(empty_database)
    with closing(outside.raw_connection()) as other:
        for statement in LOCKS[held, engine]:
            other.cursor().execute(statement)
        answers = all_at_once(service, ada)
    outside.dispose()  # closes the connection, which gives its locks back
    for line, answer, took in answers:
        assert took < SECONDS + MORE, (line, took)
        if line.startswith(("PATCH", "DELETE", "POST /user/refresh-token")):
            assert_unavailable(answer)
    wait_until_ready(service)  # the server takes its moment to see that the connection is closed
    assert "Traceback" not in service.log


def test_waiting_for_a_connection_counts_too(engine: str, empty_database: str, live: Callable[..., Live]) -> None:
    """One connection for all, which waits for a lock: the others wait behind it, and not once more for the lock."""
    service = live(SQLALCHEMY_DATABASE_URI=empty_database, **(SETTINGS | {"GATEPOST_DATABASE_POOL": "1"}))
    eve = join(service.url, "eve")
    outside = create_engine(empty_database)
    with outside.connect() as other:
        if engine == "sqlite":
            other.exec_driver_sql("BEGIN IMMEDIATE")
        other.execute(text("UPDATE users SET gender = NULL WHERE uuid = :uuid"), {"uuid": eve.uuid})
        change = partial(timed, service.url, f"PATCH /user/{eve.uuid}", {"gender": "Female"}, eve.access_token)
        answers = at_once([change] * 8)
        other.rollback()
    outside.dispose()
    for line, answer, took in answers:
        assert_unavailable(answer)
        assert took < SECONDS + MORE, (line, took)
