"""Processes that serve keep house: what is over goes, what lives stays."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
from sqlalchemy import create_engine, text

from gatepost.database.engines import database_url
from gatepost.environment import load_settings
from tests.serving.test_addresses import free_port
from tests.serving.test_gunicorn import running
from tests.serving.test_stop import children_of
from tests.serving.wire import alive, ask, join, log_in
from tests.support.live import Live
from tests.tokens.forge import opened

pytestmark = pytest.mark.every_engine

TABLES = ("sessions", "audit_events", "signing_keys")


class Tables:
    """Counts rows, past the service."""

    def __init__(self, address: str) -> None:
        self.engine = create_engine(database_url(load_settings({}, sqlalchemy_database_uri=address)))

    def ask(self, question: str) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(text(question)).scalar()

    def counts(self) -> dict[str, int]:
        return {name: self.ask(f"SELECT count(*) FROM {name}") for name in TABLES}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()


def until(true: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.long
@pytest.mark.at_night
def test_tables_stay_small_under_load_and_what_lives_is_kept(empty_database: str, live: Callable[..., Live]) -> None:
    short = {"GATEPOST_SESSION_KEPT": "0s", "GATEPOST_AUDIT_KEPT": "1s", "GATEPOST_SESSION_LIFETIME": "3s"}
    short |= {"GATEPOST_KEY_PERIOD": "2s", "GATEPOST_KEY_LEAD": "1s", "GATEPOST_REFRESH_GRACE": "1s"}
    where = {"SQLALCHEMY_DATABASE_URI": empty_database, "GATEPOST_LOG_LEVEL": "warning"}
    service = live("--workers", "2", **where, **short)
    ada, made, most = join(service.url, "soaked"), 0, dict.fromkeys(TABLES, 0)
    with Tables(empty_database) as tables:
        begun = time.monotonic()
        while (past := time.monotonic() - begun) < 12:
            now = log_in(service.url, ada)
            assert alive(service.url, now) == (200, 200)
            pair = ask(service.url, "POST /user/refresh-token/", token=now.refresh_token).json
            again = ask(service.url, "POST /user/refresh-token/", token=now.refresh_token).json
            assert again["refresh_token"] == pair["refresh_token"]
            assert ask(service.url, f"GET /user/{ada.uuid}", token=pair["access_token"]).status == 200
            made += 1
            if past > 4:
                most = {name: max(most[name], count) for name, count in tables.counts().items()}
        assert made > 40
        assert most["sessions"] < made / 2
        assert most["audit_events"] < made / 2
        assert most["signing_keys"] <= 7
        until(lambda: tables.ask("SELECT count(*) FROM sessions") == 0)
        until(lambda: tables.ask("SELECT count(*) FROM audit_events") == 0)
        first = opened(ada.access_token)[0]["kid"]
        until(lambda: tables.ask(f"SELECT count(*) FROM signing_keys WHERE kid = '{first}'") == 0)
        assert tables.ask("SELECT count(*) FROM users") == 1
    assert alive(service.url, log_in(service.url, ada)) == (200, 200)
    assert "Traceback" not in service.log


def test_gunicorn_that_loads_before_it_forks_keeps_house_in_its_workers(tmp_path: Path) -> None:
    """The parent serves nothing, so it has no such thread, and no connection that its children would share."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "gatepost.wsgi:app", "--no-control-socket", "--preload"]
    command += ["--workers", "2"]
    short = {"GATEPOST_KEY_PERIOD": "3s", "GATEPOST_KEY_LEAD": "1s", "PORT": str(port)}
    database = f"sqlite:///{tmp_path}/gunicorn.db"
    bound = ["--bind", f"127.0.0.1:{port}"]
    with running(tmp_path, url, *command, *bound, SQLALCHEMY_DATABASE_URI=database, **short) as server:
        ada = join(url, "ada")
        with Tables(database) as tables:
            until(lambda: tables.ask("SELECT count(*) FROM signing_keys") >= 3)
        assert alive(url, ada) == (200, 200)
        for worker in children_of(server.pid):  # they are forked from it again, while the others serve
            os.kill(worker, signal.SIGKILL)
        until(lambda: len(children_of(server.pid)) == 2)
        until(lambda: ask(url, "GET /readyz").status == 200)
        assert [alive(url, ada) for _ in range(5)] == [(200, 200)] * 5
        assert open_databases(server.pid) == []
    assert "Traceback" not in (tmp_path / "log.txt").read_text()


def open_databases(pid: int) -> list[str]:
    """The files of SQLite that a process has open, but for the eight bytes that all of them share."""
    names = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").glob("*")]  # Linux
    return [name for name in names if name.endswith((".db", ".db-wal", ".db-shm"))]
