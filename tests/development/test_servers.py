"""The private database servers that the tests run on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from tests.servers import Server, engines, shared, start
from tests.servers.find import newest_first
from tests.servers.watchdog import descendants, living

ENGINES = [name for name in engines.selected() if name in engines.KINDS]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with start(request.param) as server:
        yield server


def ask(url: str, *statements: str) -> object:
    """Run *statements*, each committed; the first value of the last one's answer."""
    patience = {"read_timeout": 2} if url.startswith("mysql") else {"connect_timeout": 2}
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=patience)
    with engine.connect() as connection:
        *_, last = [connection.execute(text(statement)) for statement in statements]
        return last.scalar() if last.returns_rows else None


def test_two_databases_are_apart(server: Server) -> None:
    one, two = server.create_database("apart_one"), server.create_database("apart_two")
    for value, url in enumerate((one, two)):
        ask(url, "CREATE TABLE note (number INTEGER)", f"INSERT INTO note VALUES ({value})")
    assert [ask(url, "SELECT sum(number) FROM note") for url in (one, two)] == [0, 1]


def test_a_dropped_database_is_gone_whoever_was_connected(server: Server) -> None:
    url = server.create_database("dropped")
    ask(url, "CREATE TABLE note (number INTEGER)")
    with create_engine(url, poolclass=NullPool).connect() as connection:
        connection.execute(text("SELECT * FROM note"))
        server.drop_database("dropped")
        server.drop_database("dropped")
        connection.invalidate()
    with pytest.raises(OperationalError):
        ask(url, "SELECT 1")


def test_a_restart_keeps_port_and_data(server: Server) -> None:
    url, port = server.create_database("kept"), server.port
    ask(url, "CREATE TABLE note (number INTEGER)", "INSERT INTO note VALUES (7)")
    with create_engine(url).connect():  # a pool that is left connected does not hold the server up
        started = time.monotonic()
        server.stop()
        assert time.monotonic() - started < 5
    assert server.pid is None
    with pytest.raises(OperationalError):
        ask(url, "SELECT number FROM note")
    server.start()
    assert (ask(url, "SELECT number FROM note"), server.port) == (7, port)


def test_a_paused_server_is_silent_and_goes_on_afterwards(server: Server) -> None:
    url = server.create_database("paused")
    server.pause()
    try:
        with pytest.raises(OperationalError):
            ask(url, "SELECT 1")
    finally:
        server.resume()
    assert ask(url, "SELECT 1") == 1


def test_the_server_listens_on_loopback_alone_and_wants_its_password(server: Server) -> None:
    query = "SELECT @@bind_address" if server.engine == "mariadb" else "SHOW listen_addresses"
    url = server.create_database("guarded")
    assert ask(url, query) == "127.0.0.1"
    with pytest.raises(OperationalError):
        ask(url.replace(server.access.password, "wrong"), "SELECT 1")


def test_text_compares_as_the_engine_is_meant_to_show(server: Server) -> None:
    alike = ask(server.create_database("compared"), "SELECT 'Ada' = 'ada'")
    assert bool(alike) is (server.engine == "mariadb")


def test_mariadb_is_strict_and_knows_every_letter(server: Server) -> None:
    if server.engine != "mariadb":
        pytest.skip("PostgreSQL always is")
    url = server.create_database("strict")
    assert "STRICT_TRANS_TABLES" in str(ask(url, "SELECT @@sql_mode"))
    assert ask(url, "SELECT @@character_set_database") == "utf8mb4"


@pytest.mark.parametrize("kind", ENGINES)
@pytest.mark.parametrize("paused", [False, True], ids=["running", "paused"])
def test_a_removed_server_leaves_no_process_and_no_folder(kind: str, paused: bool) -> None:
    server = start(kind)
    assert server.pid is not None
    processes = [server.pid, *descendants(server.pid)]
    if paused:
        server.pause()
    server.remove()
    server.remove()
    assert (living(processes), server.folder.exists()) == ([], False)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_killed_test_process_leaves_no_server_and_no_folder(kind: str) -> None:
    engines.require(kind)
    script = f"from tests.servers import start; s = start({kind!r}); s.pause(); print(s.pid, s.folder, flush=True)"
    starter = subprocess.Popen(
        [sys.executable, "-c", f"{script}; input()"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    pid, folder = starter.stdout.readline().split()
    processes = [int(pid), *descendants(int(pid))]
    assert living(processes)
    os.kill(starter.pid, signal.SIGKILL)
    starter.communicate()
    deadline = time.monotonic() + 10
    while (living(processes) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (living(processes), Path(folder).exists()) == ([], False)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_run_has_one_shared_server(kind: str, request: pytest.FixtureRequest) -> None:
    first, again = shared.use(kind), shared.use(kind)
    name = f"shared_{os.getpid()}"
    assert first is again
    assert not (shared._started and hasattr(request.config, "workerinput"))  # a worker is handed the run's server
    assert ask(first.create_database(name), "SELECT 1") == 1
    first.drop_database(name)


@pytest.mark.parametrize("name", ["", "no-dash", "Upper", "a`b", "1st", "x" * 64])
def test_only_plain_names_become_databases(server: Server, name: str) -> None:
    with pytest.raises(ValueError, match="not a plain name"):
        server.create_database(name)


def test_engines_are_selected_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GATEPOST_TEST_ENGINES", raising=False)
    assert engines.selected() == ["sqlite", "mariadb", "postgresql"]
    monkeypatch.setenv("GATEPOST_TEST_ENGINES", "postgresql, sqlite")
    assert engines.selected() == ["sqlite", "postgresql"]
    monkeypatch.setenv("GATEPOST_TEST_ENGINES", "oracle")
    with pytest.raises(pytest.UsageError, match="oracle"):
        engines.selected()


@pytest.mark.parametrize(
    ("wanted", "unmarked", "marked"),
    [
        ("", ["sqlite"], ["sqlite", "mariadb", "postgresql"]),
        ("all", ["sqlite", "mariadb", "postgresql"], ["sqlite", "mariadb", "postgresql"]),
        ("mariadb", ["mariadb"], ["mariadb"]),
    ],
)
def test_only_marked_tests_run_on_every_engine_unless_the_environment_says_so(
    monkeypatch: pytest.MonkeyPatch, wanted: str, unmarked: list[str], marked: list[str]
) -> None:
    monkeypatch.setenv("GATEPOST_TEST_ENGINES", wanted)
    assert engines.for_test(marked=False) == unmarked
    assert engines.for_test(marked=True) == marked


@pytest.mark.parametrize(("required", "outcome"), [("0", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_a_missing_engine_skips_or_fails_and_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, required: str, outcome: type[BaseException]
) -> None:
    monkeypatch.delenv("GATEPOST_TEST_ENGINES", raising=False)
    monkeypatch.setenv("GATEPOST_REQUIRE_ENGINES", required)
    monkeypatch.setitem(engines._PROGRAMS, "postgresql", lambda: None)
    with pytest.raises(outcome, match=r"postgresql is not installed: \./dev servers"):
        engines.require("postgresql")


def test_the_newest_version_is_found_first() -> None:
    folders = [Path(f"/usr/lib/postgresql/{version}/bin") for version in ("9.6", "15", "17")]
    assert newest_first(folders) == folders[::-1]
