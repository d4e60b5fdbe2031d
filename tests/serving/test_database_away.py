"""The database goes away and comes back: 503 in between, nothing half-done, nothing lost."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.servers import MariaDB, PostgreSQL, Server, engines
from tests.servers.watchdog import signal_family
from tests.serving.test_addresses import free_port
from tests.serving.test_stop import workers_of
from tests.serving.wire import Reply, alive, ask, join, log_in, new_mobile, register, serves
from tests.support.live import Live
from tests.support.people import Person

pytestmark = pytest.mark.every_engine


class CarefulMariaDB(MariaDB):
    """Writes each commit to its log before it answers, as its own default is."""

    def command(self) -> list[str]:
        return [*super().command(), "--innodb-flush-log-at-trx-commit=1"]


JWKS = "GET /.well-known/jwks.json"
KINDS: dict[str, type[Server]] = {"mariadb": CarefulMariaDB, "postgresql": PostgreSQL}


@pytest.fixture(scope="module", params=[name for name in engines.selected() if name in KINDS])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    engines.require(request.param)
    with KINDS[request.param]().start() as server:
        yield server


@pytest.fixture(scope="module")
def service(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    where = {"SQLALCHEMY_DATABASE_URI": server.create_database("away"), "GATEPOST_DATABASE_TIMEOUT": "1s"}
    with Live(tmp_path_factory.mktemp("service"), "--port", str(free_port()), "--workers", "2", **where) as running:
        yield running


def requests_of_every_kind(person: Person) -> list[tuple[str, object, str]]:
    one = f"/user/{person.uuid}"
    access, refresh = person.access_token, person.refresh_token
    newcomer = {"username": "newcomer", "mobile": new_mobile(), "password": "password"}
    passwords = {"old_password": "password", "new_password": "password01"}
    return [
        ("POST /user", newcomer, ""),
        ("POST /user/activate-account/", {"mobile": person.mobile}, ""),
        ("POST /user/login", {"username": person.username, "password": "password"}, ""),
        ("GET /user/refresh-token/", None, refresh),
        ("POST /user/refresh-token/", None, refresh),
        (f"GET {one}", None, access),
        ("GET /user", None, access),
        (f"PATCH {one}", {"gender": "Female"}, access),
        (f"POST /user/change-password/{person.uuid}", passwords, access),
        ("GET /user/logout/", None, access),
        ("POST /user/logout/", None, access),
        (f"DELETE {one}", None, access),
        ("GET /readyz", None, ""),
    ]


def assert_unavailable(answer: Reply) -> None:
    assert answer.status == 503, answer.text
    assert answer.json.keys() == {"message", "status", "code"}
    assert (answer.json["status"], answer.headers["Content-Type"]) == (503, "application/json")
    assert int(answer.headers["Retry-After"]) > 0


def wait_until_ready(service: Live) -> None:
    deadline = time.monotonic() + 15
    while ask(service.url, "GET /readyz").status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_while_the_database_is_away_all_is_503_and_nothing_half_done(server: Server, service: Live) -> None:
    ada = join(service.url, "ada")
    for _ in range(12):  # both workers have connections in their pools
        assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
    server.stop()
    for line, body, token in requests_of_every_kind(ada):
        begun = time.monotonic()
        assert_unavailable(ask(service.url, line, body, token=token))
        assert time.monotonic() - begun < 5, line
    assert ask(service.url, "GET /healthz").status == 200
    server.start()
    wait_until_ready(service)

    for _ in range(12):  # both workers have recovered, and the session is neither ended nor rotated
        assert ask(service.url, "GET /user/refresh-token/", token=ada.refresh_token).status == 200
    answer = ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token)
    assert "gender" not in answer.json["data"]
    assert log_in(service.url, ada)
    assert register(service.url, "newcomer").status == 201
    assert "Traceback" not in service.log


def test_what_was_acknowledged_outlives_a_killed_database(server: Server, service: Live) -> None:
    eve = join(service.url, "eve")
    ended = log_in(service.url, eve)
    made = register(service.url, "last")
    changed = ask(service.url, f"PATCH /user/{eve.uuid}", {"gender": "Female"}, token=eve.access_token)
    out = ask(service.url, "POST /user/logout/", token=ended.access_token)
    assert server.pid is not None
    signal_family(server.pid, signal.SIGKILL)
    assert (made.status, changed.status, out.status) == (201, 200, 200)
    server.stop()
    assert_unavailable(ask(service.url, f"GET /user/{eve.uuid}", token=eve.access_token))
    server.start()
    wait_until_ready(service)

    found = ask(service.url, f"GET /user/{made.json['data']['uuid']}", token=eve.access_token)
    assert found.json["data"] == made.json["data"]
    found = ask(service.url, f"GET /user/{eve.uuid}", token=eve.access_token)
    assert found.json["data"]["gender"] == "Female"
    assert ask(service.url, f"GET /user/{eve.uuid}", token=ended.access_token).status == 401


@pytest.mark.asvs("16.3.4")
def test_a_service_that_starts_while_the_database_stays_away_says_so(server: Server, service: Live) -> None:
    server.stop()
    where = {"SQLALCHEMY_DATABASE_URI": server.url("away"), "GATEPOST_DATABASE_WAIT": "1s"}
    try:
        with pytest.raises(AssertionError, match="gatepost: SQLALCHEMY_DATABASE_URI: the database cannot be used"):
            Live(service.instance / "other", **where).start()
        log = (service.instance / "other" / "log.txt").read_text()
        assert "Traceback" not in log
        assert server.access.password not in log
    finally:
        server.start()


def test_a_worker_that_starts_while_the_database_is_away_recovers(server: Server, service: Live) -> None:
    server.stop()
    os.kill(workers_of(service)[0], signal.SIGKILL)
    service.wait_until(lambda: serves(service.url))
    server.start()
    wait_until_ready(service)
    assert [ask(service.url, "GET /readyz").status for _ in range(12)] == [200] * 12


def wait_for_one_without_keys(service: Live) -> None:
    """Until a worker that was started without a database answers too."""
    deadline = time.monotonic() + 15
    while True:
        with suppress(OSError):  # a connection that the one before it had accepted
            if ask(service.url, JWKS).status == 503:
                return
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_keys_outlast_a_database_that_is_away_and_a_worker_without_them_gets_them_later(
    server: Server, service: Live
) -> None:
    grace = join(service.url, "grace")
    before = ask(service.url, JWKS).json
    for _ in range(20):  # both workers, also one that was just started, have read the keys
        assert ask(service.url, JWKS).json == before
    server.stop()
    for _ in range(8):
        assert ask(service.url, JWKS).json == before
    assert_unavailable(ask(service.url, f"GET /user/{grace.uuid}", token=grace.access_token))
    os.kill(workers_of(service)[0], signal.SIGKILL)
    wait_for_one_without_keys(service)
    assert_unavailable(ask(service.url, f"GET /user/{grace.uuid}", token=grace.access_token))
    server.start()
    wait_until_ready(service)
    assert [ask(service.url, JWKS).json for _ in range(8)] == [before] * 8
    assert [alive(service.url, log_in(service.url, grace)) for _ in range(8)] == [(200, 200)] * 8
    assert alive(service.url, grace) == (200, 200)
    assert "housekeeping.failed" in service.log
    assert "Traceback" not in service.log
