"""What the doctor finds stops a start, under each server; a worker that is started again is not examined again."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import PostgreSQL, engines
from tests.serving.test_addresses import free_port
from tests.serving.test_stop import workers_of
from tests.serving.wire import ask, serves
from tests.support.live import Live

STRICT = {"GATEPOST_STRICT_START": "on", "SECRET_KEY": "a secret of the tests, of more than 32 bytes"}
FINE, WRONG = "GATEPOST_PUBLIC_URL=https://accounts.example.org\n", "GATEPOST_PUBLIC_URL=http://accounts.example.org\n"

PRODUCTION = {
    **STRICT,
    "GATEPOST_MODE": "production",
    "GATEPOST_PUBLIC_URL": "https://accounts.example.org",
    "GATEPOST_TRUSTED_PROXIES": "127.0.0.1",
    "GATEPOST_SMTP_URL": "smtp://127.0.0.1:9",
    "GATEPOST_UPGRADE_AT_START": "on",
}
NOWHERE = "postgresql://gatepost:a-word-of-the-tests@127.0.0.1:9/gatepost"  # nobody listens there


class Careless(PostgreSQL):
    """Loses what it acknowledged when the machine crashes, until it is told not to."""

    durable = False

    def command(self) -> list[str]:
        on = ["-c", "fsync=on", "-c", "full_page_writes=on"] if self.durable else []
        return [*super().command(), *on]


@pytest.fixture
def away() -> Iterator[Careless]:
    """A database that does not run yet."""
    if "postgresql" not in engines.selected():
        pytest.skip("PostgreSQL is not among the engines of this run")
    engines.require("postgresql")
    with Careless() as server:
        yield server


def gunicorn(folder: Path, port: int, database: str, **more: str) -> Live:
    at = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", at, "gatepost.wsgi:app"]
    uri = {"SQLALCHEMY_DATABASE_URI": database, "GATEPOST_DATABASE_TIMEOUT": "1s"}
    service = Live(folder, command=command, **{**PRODUCTION, **uri, **more})
    service.url = f"http://{at}"
    service.launch()
    return service


def test_a_worker_starts_again_whatever_has_become_of_its_surroundings(
    live: Callable[..., Live], tmp_path: Path
) -> None:
    environment = tmp_path / "service0" / ".env"
    environment.parent.mkdir()
    environment.write_text(FINE)
    service = live(**STRICT)
    assert "start.weak" in service.log  # no proxy is named
    environment.write_text(WRONG)
    (before,) = workers_of(service)
    os.kill(before, signal.SIGKILL)
    service.wait_until(lambda: workers_of(service) not in ([], [before]))
    service.wait_until(lambda: serves(service.url))
    service.kill()
    with pytest.raises(AssertionError, match="GATEPOST_PUBLIC_URL: passwords and tokens would cross"):
        service.start()


@pytest.mark.asvs("13.4.2")
def test_gunicorn_is_refused_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", "127.0.0.1:0", "gatepost.wsgi:app"]
    service = Live(tmp_path / "data", command=command, **STRICT)
    service.launch()
    service.wait_for("GATEPOST_PUBLIC_URL: it is not set", within=30)
    service.kill()


@pytest.mark.asvs("13.4.2")
def test_what_needs_no_database_is_refused_while_that_is_away(tmp_path: Path) -> None:
    wrong = {"GATEPOST_PUBLIC_URL": "http://accounts.example.org", "GATEPOST_TRUSTED_PROXIES": "0.0.0.0/0"}
    service = gunicorn(tmp_path / "data", 0, NOWHERE, **wrong)
    try:
        service.wait_for("GATEPOST_PUBLIC_URL: passwords and tokens would cross", within=30)
        assert "GATEPOST_TRUSTED_PROXIES: 0.0.0.0/0 is half the world" in service.log
    finally:
        service.kill()


def test_what_is_not_examined_answers_nothing_but_that_it_is_alive(tmp_path: Path) -> None:
    service = gunicorn(tmp_path / "data", free_port(), NOWHERE)
    try:
        service.wait_for("Listening at", within=30)
        assert [ask(service.url, f"GET {path}").status for path in ("/healthz", "/nowhere")] == [200, 503]
    finally:
        service.kill()


def test_nothing_is_served_before_a_database_that_was_away_is_examined(tmp_path: Path, away: Careless) -> None:
    service = gunicorn(tmp_path / "data", free_port(), away.url("postgres"))
    unknown = {"username": "nobody", "password": "a password of nobody"}

    def log_in() -> int:
        return ask(service.url, "POST /user/login", unknown, forwarded="203.0.113.1").status

    try:
        service.wait_for("Listening at", within=30)
        assert (ask(service.url, "GET /healthz").status, log_in()) == (200, 503)
        away.start()
        service.wait_until(lambda: log_in() == 503 and "start.refused" in service.log)
        assert "The database's fsync: it is off" in service.log
        away.stop()
        away.durable = True
        away.start()
        service.wait_until(lambda: log_in() == 401, within=30)
    finally:
        service.kill()
