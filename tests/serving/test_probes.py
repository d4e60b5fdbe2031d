"""Probes are answered at once, whatever the database does and however many requests wait for it."""

import contextlib
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text

from tests.servers import Server, engines
from tests.servers.watchdog import signal_family
from tests.serving.test_database_away import KINDS, wait_until_ready
from tests.serving.wire import ask, join, register
from tests.support.live import Live
from tests.support.people import Person


def waiting_requests(stack: ExitStack, url: str, person: Person, count: int) -> None:
    """So many connections that have each sent a request of *person* to change something, and wait."""
    host, port = url.removeprefix("http://").split(":")
    body = b'{"gender": "Female"}'
    head = f"PATCH /user/{person.uuid} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {person.access_token}\r\n"
    for _ in range(count):
        connection = stack.enter_context(socket.create_connection((host, int(port)), timeout=30))
        connection.sendall(head.encode() + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))


def healthz_times(url: str, count: int) -> list[float]:
    """How long /healthz took each time, in seconds, over one connection."""
    times = []
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        for _ in range(count):
            begun = time.monotonic()
            assert client.get("/healthz").status_code == 200
            times.append(time.monotonic() - begun)
            time.sleep(0.005)
    return times


def p99(times: list[float]) -> float:
    return sorted(times)[len(times) * 99 // 100 - 1]


@pytest.mark.every_engine
@pytest.mark.asvs("16.5.3")
def test_alive_is_answered_at_once_beside_connections_that_all_wait_for_a_lock(
    live: Callable[..., Live], empty_database: str, engine: str
) -> None:
    service = live(SQLALCHEMY_DATABASE_URI=empty_database, GATEPOST_LIMITS="off")
    ada = join(service.url, f"ada-{engine}")
    outside = create_engine(empty_database)
    with ExitStack() as stack, outside.connect() as other:
        if engine == "sqlite":
            other.exec_driver_sql("BEGIN IMMEDIATE")
        other.execute(text("UPDATE users SET gender = NULL WHERE uuid = :uuid"), {"uuid": ada.uuid})
        waiting_requests(stack, service.url, ada, 32)
        time.sleep(0.5)
        times = healthz_times(service.url, 300)
        other.rollback()
    outside.dispose()
    assert p99(times) <= 0.2  # 50 ms on a machine that does nothing else
    assert max(times) < 3  # one that waited for the lock would take longer


@pytest.fixture(scope="module", params=[name for name in engines.selected() if name in KINDS])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    engines.require(request.param)
    with KINDS[request.param]().start() as server:
        yield server


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    assert server.pid is not None
    signal_family(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        signal_family(server.pid, signal.SIGCONT)


@pytest.mark.every_engine
def test_alive_is_answered_and_ready_denied_in_time_while_the_database_is_frozen(
    server: Server, live: Callable[..., Live]
) -> None:
    service = live(SQLALCHEMY_DATABASE_URI=server.create_database("frozen"), GATEPOST_DATABASE_TIMEOUT="1s")
    ada = join(service.url, "ada")
    with ExitStack() as stack, frozen(server):
        waiting_requests(stack, service.url, ada, 400)  # more than the server has threads
        time.sleep(0.5)
        assert p99(healthz_times(service.url, 200)) <= 0.2
        for _ in range(3):
            begun = time.monotonic()
            answer = ask(service.url, "GET /readyz")
            assert (answer.status, answer.json["code"]) == (503, "not_ready")
            assert time.monotonic() - begun < 3
        assert max(healthz_times(service.url, 20)) < 1
    wait_until_ready(service)


def test_ready_is_never_limited(live: Callable[..., Live]) -> None:
    service = live(GATEPOST_MODE="development", GATEPOST_LIMITS="on")
    with service.client() as client:
        for path in ("/healthz", "/readyz"):
            answers = {client.get(path).status_code for _ in range(700)}
            assert answers == {200}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 8 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_is_not_ready_until_there_is_room(small_disk: Path, live: Callable[..., Live]) -> None:
    service = live(SQLALCHEMY_DATABASE_URI=f"sqlite:///{small_disk}/gatepost.db")
    assert ask(service.url, "GET /readyz").status == 200
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    answer = ask(service.url, "GET /readyz")
    assert (answer.status, answer.json["code"]) == (503, "not_ready")
    assert "disk" in answer.json["message"]
    assert ask(service.url, "GET /healthz").status == 200
    assert register(service.url, "eve").status == 503
    filler.unlink()
    assert ask(service.url, "GET /readyz").status == 200
    assert register(service.url, "eve").status == 201


def test_a_sqlite_file_that_is_locked_is_ready_and_alive(live: Callable[..., Live]) -> None:
    service = live()
    with closing(sqlite3.connect(service.instance / "gatepost.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        assert [ask(service.url, f"GET {path}").status for path in ("/readyz", "/healthz")] == [200, 200]
        assert time.monotonic() - begun < 1
