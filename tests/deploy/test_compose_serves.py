"""The settings of compose.yaml serve on PostgreSQL and Redis, behind nginx with the file that it mounts: all real."""

import http.client
import json
import secrets
from collections.abc import Iterator

import pytest
from redis import Redis

from tests.deploy.files import COMPOSE
from tests.deploy.test_compose import environment
from tests.examples.conftest import free_port
from tests.examples.run_proxy import replaced, require, running_nginx
from tests.installed.journey import MOBILE, PASSWORD, travel
from tests.servers import PostgreSQL, engines
from tests.servers.redis import RedisServer
from tests.serving.wire import ask
from tests.support.commands import gatepost
from tests.support.live import Live, clean_environment


class DurablePostgreSQL(PostgreSQL):
    """As it is in production: otherwise the start is refused."""

    def command(self) -> list[str]:
        return [*super().command(), "-c", "fsync=on", "-c", "full_page_writes=on"]


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture(scope="module")
def service(redis: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("compose")
    (folder / "secret_key").write_text(secrets.token_urlsafe(48))
    given = {name: value.replace("/run/secrets", str(folder)) for name, value in environment().items()}
    assert given["GATEPOST_TRUSTED_PROXIES"] != "127.0.0.1"
    if "postgresql" not in engines.selected():
        pytest.skip("PostgreSQL is not among the engines of this run")
    engines.require("postgresql")
    with DurablePostgreSQL().start() as server:
        (folder / "database_uri").write_text(server.create_database("accounts"))
        given |= {"GATEPOST_REDIS_URL": redis.url, "GATEPOST_TRUSTED_PROXIES": "127.0.0.1"}  # where they are here
        upgraded = gatepost("db", "upgrade", folder=folder, environment=clean_environment(**given))
        assert upgraded.returncode == 0, upgraded.stderr
        with Live(folder / "data", **given) as running:
            yield running


@pytest.fixture(scope="module")
def nginx(service: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    require("nginx")
    address = f"http://127.0.0.1:{free_port()}"
    mounted = replaced(
        (COMPOSE.parent / "nginx.conf").read_text(),
        {"listen 8080;": f"listen {address.removeprefix('http://')};", "http://172.30.87.20:8087;": f"{service.url};"},
    )
    folder = tmp_path_factory.mktemp("nginx")
    with running_nginx(folder, mounted, is_there=lambda: ask(address, "GET /healthz")):
        yield address


def test_register_activate_and_log_in_through_nginx(nginx: str) -> None:
    travel(nginx)
    assert ask(nginx, "GET /readyz").status == 200


def test_gatepost_sees_the_address_of_the_client_and_not_the_one_that_it_claims(service: Live, nginx: str) -> None:
    host, port = nginx.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30, source_address=("127.0.0.7", 0))
    claimed = {
        "X-Forwarded-For": "203.0.113.9",
        "X_Forwarded_For": "203.0.113.9",
        "X-Request-ID": "chosen-by-the-client",
    }
    connection.request("GET", "/user", headers=claimed)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.headers["X-Request-ID"] != "chosen-by-the-client"
    service.wait_for(answer.headers["X-Request-ID"])
    lines = [json.loads(line) for line in service.log.splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line.get("request_id") == answer.headers["X-Request-ID"]]
    assert (line["client"], line["status"]) == ("127.0.0.7", 401)


def test_it_is_production(nginx: str) -> None:
    weak = {"username": "eve", "mobile": MOBILE, "password": PASSWORD[:8]}
    assert ask(nginx, "POST /user", weak).json["errors"].keys() == {"password"}
    assert ask(nginx, "GET /dev/inbox").status == 404


def test_limits_are_counted_in_redis(service: Live, redis: RedisServer, nginx: str) -> None:
    assert ask(nginx, "POST /user/login", {"username": "nobody", "password": PASSWORD}).status == 401
    with Redis(port=redis.port) as inside:
        assert inside.dbsize() > 0
    assert "limits.redis_away" not in service.log


def test_a_body_is_limited_by_nginx(nginx: str) -> None:
    assert ask(nginx, "POST /user", {"username": "x" * 70_000}).status == 413
