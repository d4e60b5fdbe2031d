"""An address may name several hosts: the first that takes writes is used."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from gatepost.database import db
from gatepost.database.engines import READER
from tests.connections.journey import journey
from tests.servers import Access, Server, shared, start
from tests.servers.processes import free_port

READ_ONLY = {
    "mariadb": "SET GLOBAL read_only = ON",
    "postgresql": "ALTER SYSTEM SET default_transaction_read_only = on",
}
PASSWORD = {"mariadb": "ALTER USER CURRENT_USER IDENTIFIED BY '{}'", "postgresql": "ALTER ROLE gatepost PASSWORD '{}'"}
PORT = {"mariadb": "SELECT @@port", "postgresql": "SELECT inet_server_port()"}


@pytest.fixture(scope="module")
def replica(served: str) -> Iterator[Server]:
    """A server that answers and takes no writes, with the password of the shared one."""
    with start(served) as server:
        server.create_database("accounts")
        with server.access.connect() as connection:
            connection.execute(text(READ_ONLY[served]))
            connection.execute(text(PASSWORD[served].format(shared.use(served).password)))
            if served == "postgresql":
                connection.execute(text("SELECT pg_reload_conf()"))
        yield server


def ports(app: Flask, engine: str) -> set[int]:
    """The ports of the servers that both pools are connected to."""
    found = set()
    with app.app_context():
        for pool in (None, READER):
            with db.engines[pool].connect() as connection:
                found.add(connection.execute(text(PORT[engine])).scalar_one())
    return found


def test_the_first_host_that_takes_writes_is_used(
    replica: Server, new_database: Callable[[Access], str], service_on: Callable[..., Flask]
) -> None:
    engine, primary = replica.engine, shared.use(replica.engine)
    address = new_database(primary)
    hosts = f"127.0.0.1:{free_port()},127.0.0.1:{replica.port},127.0.0.1:{primary.port}"
    app = service_on(address.replace(f"127.0.0.1:{primary.port}", hosts))
    journey(app)
    assert ports(app, engine) == {primary.port}


def test_without_a_host_that_takes_writes_the_service_is_unavailable(
    replica: Server, service_on: Callable[..., Flask]
) -> None:
    primary = shared.use(replica.engine)
    hosts = f"127.0.0.1:{replica.port},127.0.0.1:{free_port()}"
    lost = service_on(primary.url("accounts").replace(f"127.0.0.1:{primary.port}", hosts), tables=False)
    assert lost.test_client().get("/readyz").status_code == 503
    answer = lost.test_client().post("/user/login", json={"username": "ada", "password": "password"})
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
