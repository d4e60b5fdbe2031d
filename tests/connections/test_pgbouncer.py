"""The service works through PgBouncer, whichever way that shares the server's sessions."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from gatepost.database import db
from gatepost.database.engines import READER
from tests.servers import Access, engines, shared
from tests.servers.pgbouncer import PgBouncer
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment

LIMIT = 5  # seconds
PASSWORD = "correct horse battery"


@pytest.fixture(params=["transaction", "session"])
def mode(request: pytest.FixtureRequest) -> str:
    engines.require("postgresql")
    return str(request.param)


@pytest.fixture
def direct(new_database: Callable[[Access], str]) -> str:
    """The address of an empty database without the pooler."""
    return new_database(shared.use("postgresql"))


@pytest.fixture
def pooled(direct: str, mode: str) -> Iterator[str]:
    """Its address through the pooler. Three sessions serve the connections of two processes, where they can."""
    with PgBouncer(shared.use("postgresql"), mode=mode, sessions=3 if mode == "transaction" else 60) as pooler:
        yield pooler.address(direct)


@pytest.fixture
def service(pooled: str, tmp_path: Path) -> Iterator[Live]:
    """The service, which made its tables through the pooler."""
    chosen = {"SQLALCHEMY_DATABASE_URI": pooled, "GATEPOST_DATABASE_TIMEOUT": f"{LIMIT}s", "GATEPOST_HASH_QUEUE": "100"}
    with Live(tmp_path, "--workers", "2", **chosen) as running:
        yield running
        assert "Traceback" not in running.log


def join(client: httpx.Client, name: str, mobile: str) -> str:
    body = {"username": name, "mobile": mobile, "password": PASSWORD}
    assert client.post("/user", json=body).status_code == 201
    assert client.post("/user/activate-account/", json={"mobile": mobile}).status_code == 200
    return name


def use(client: httpx.Client, name: str) -> list[int]:
    """Log in, refresh, look and log out, and give the statuses."""
    answer = client.post("/user/login", json={"username": name, "password": PASSWORD})
    if answer.status_code != 200:
        return [answer.status_code]
    renewed = client.post("/user/refresh-token/", headers=bearer(answer.json()["refresh_token"]))
    signed = bearer(renewed.json().get("access_token", ""))
    seen = client.get("/user/sessions", headers=signed)
    return [renewed.status_code, seen.status_code, client.get("/user/logout/", headers=signed).status_code]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_sessions_begin_and_end_through_the_pooler(service: Live) -> None:
    with service.client() as client:
        people = [join(client, f"user{number}", f"0170000000{number}") for number in range(8)]
    with ThreadPoolExecutor(max_workers=8) as many, service.client() as client:
        found = list(many.map(lambda name: use(client, name), people * 15))
    assert found == [[200, 200, 200]] * 120


def test_a_lock_is_waited_for_as_long_as_the_setting_says(service: Live, direct: str) -> None:
    with service.client() as client:
        join(client, "ada", "01700000001")
        for _ in range(20):  # so that each of the server's sessions has served each pool
            assert use(client, "ada") == [200, 200, 200]
        token = client.post("/user/login", json={"username": "ada", "password": PASSWORD}).json()["access_token"]
        uuid = client.get("/user", headers=bearer(token)).json()["data"][0]["uuid"]
        with create_engine(direct).begin() as other:
            other.execute(text("SELECT 1 FROM users FOR UPDATE"))
            begin = time.monotonic()
            answer = client.patch(f"/user/{uuid}", json={"gender": "female"}, headers=bearer(token))
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
            assert time.monotonic() - begin < LIMIT + 0.9


def test_statements_are_prepared_only_where_the_session_stays(
    service_on: Callable[..., Flask], direct: str, pooled: str
) -> None:
    def thresholds(address: str) -> set[int | None]:
        with service_on(address).app_context():
            raw = [db.engines[pool].raw_connection() for pool in (None, READER)]
            found = {connection.driver_connection.prepare_threshold for connection in raw}
            for connection in raw:
                connection.close()
            return found

    assert thresholds(direct) == {5}  # psycopg's own
    assert thresholds(pooled) == {None}
    assert thresholds(f"{direct}?prepare_threshold=none") == {None}
    assert thresholds(f"{pooled}?prepare_threshold=7") == {7}


def test_doctor_tells_that_reads_have_no_time_limit_behind_a_pooler(
    service: Live, pooled: str, direct: str, tmp_path: Path
) -> None:
    def told(address: str) -> str:
        settings = clean_environment(SQLALCHEMY_DATABASE_URI=address, GATEPOST_INSTANCE=str(tmp_path))
        return gatepost("doctor", folder=tmp_path, environment=settings).stdout

    wanted = "ALTER ROLE gatepost SET statement_timeout = '10s'"
    assert wanted in told(pooled)
    assert "pooler" not in told(direct)
    name = direct.rpartition("/")[2]
    with create_engine(direct).begin() as connection:
        connection.execute(text(f"ALTER ROLE gatepost IN DATABASE {name} SET statement_timeout = '10s'"))
    with PgBouncer(shared.use("postgresql"), mode="transaction", sessions=3) as pooler:  # with sessions that know it
        assert "pooler" not in told(pooler.address(direct))


def test_processes_that_upgrade_at_once_through_the_pooler_all_succeed(
    pooled: str, direct: str, tmp_path: Path
) -> None:
    settings = clean_environment(SQLALCHEMY_DATABASE_URI=pooled, GATEPOST_INSTANCE=str(tmp_path))
    with ThreadPoolExecutor(max_workers=3) as many:
        said = list(many.map(lambda _: gatepost("db", "upgrade", folder=tmp_path, environment=settings), range(3)))
    assert [each.returncode for each in said] == [0] * 3, said
    locks = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
    ours = text(f"{locks} WHERE locktype = 'advisory' AND datname = current_database()")
    with create_engine(direct).connect() as connection:
        assert connection.execute(ours).scalar() == 0
