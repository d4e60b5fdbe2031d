"""A failover: the server takes no writes any more, and a moment later the same address leads to another one."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import MetaData, create_engine, make_url, text

from tests.cli.run import Typed
from tests.servers import Server, engines, own
from tests.serving.test_database_away import assert_unavailable
from tests.serving.wire import alive, ask, join, log_in, register
from tests.support.forwarder import Forwarder
from tests.support.live import Live

pytestmark = [pytest.mark.every_engine, pytest.mark.any_server]
READ_ONLY = {
    "mariadb": ["SET GLOBAL read_only = ON"],
    "postgresql": ["ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()"],
}
# One account at both servers. The account of the tests may write in spite of MariaDB's read_only; a service's may not.
PLAIN_USER = {
    "mariadb": [
        "CREATE USER plain@'127.0.0.1' IDENTIFIED BY 'by chance'",
        "GRANT ALL ON accounts.* TO plain@'127.0.0.1'",
    ],
    "postgresql": ["CREATE ROLE plain LOGIN PASSWORD 'by chance'", "ALTER DATABASE accounts OWNER TO plain"],
}
BACK = 30  # seconds, on a machine with other work; alone it takes less than one
SECRET = {"SECRET_KEY": "a secret of the tests, of more than 32 bytes"}


@dataclass(frozen=True)
class Failover:
    """Two servers, and an address that leads to the first."""

    first: Server
    second: Server
    way: Forwarder

    def address(self, server: Server) -> str:
        url = make_url(server.url("accounts")).set(username="plain", password="by chance")
        return url.render_as_string(hide_password=False)

    def make_first_read_only(self) -> None:
        with self.first.access.connect() as connection:
            for statement in READ_ONLY[self.first.engine]:
                connection.execute(text(statement))

    def replicate(self) -> None:
        """Copy what the first server has to the second."""
        source, target = (create_engine(self.address(each)) for each in (self.first, self.second))
        tables = MetaData()
        tables.reflect(source)
        tables.create_all(target)
        with source.connect() as reading, target.begin() as writing:
            for table in tables.sorted_tables:
                if rows := reading.execute(table.select()).mappings().all():
                    writing.execute(table.insert(), [dict(row) for row in rows])
            if self.first.engine == "postgresql":  # numbers that were copied are not counted
                writing.execute(text("SELECT setval('audit_events_id_seq', (SELECT max(id) FROM audit_events))"))


@pytest.fixture(params=[name for name in engines.selected() if name in READ_ONLY])
def failover(request: pytest.FixtureRequest) -> Iterator[Failover]:
    with own.start(request.param) as first, own.start(request.param) as second, Forwarder(first.port) as way:
        for server in (first, second):
            server.create_database("accounts")
            with server.access.connect() as connection:
                for statement in PLAIN_USER[request.param]:
                    connection.execute(text(statement))
        yield Failover(first, second, way)


def test_a_service_whose_server_becomes_read_only_is_back_after_another_answers(
    failover: Failover, typed: Typed
) -> None:
    where = {**SECRET, "SQLALCHEMY_DATABASE_URI": failover.way.lead(failover.address(failover.first))}
    with Live(typed.folder, "--workers", "2", **where) as service:
        ada = join(service.url, "ada")
        for _ in range(12):  # both workers have connections in their pools
            assert alive(service.url, ada) == (200, 200)
        failover.replicate()
        failover.make_first_read_only()

        for _ in range(6):
            assert_unavailable(register(service.url, "eve"))
            assert_unavailable(ask(service.url, "POST /user/refresh-token/", token=ada.refresh_token))
            assert_unavailable(ask(service.url, "GET /readyz"))
        assert ask(service.url, "GET /healthz").status == 200
        assert ask(service.url, f"GET /user/{ada.uuid}", token=ada.access_token).status == 200
        examined = typed("doctor", **where)
        assert examined.returncode == 1
        assert "- The database: its server takes no writes" in examined.stdout

        failover.way.target = failover.second.port
        switched = time.monotonic()
        while [ask(service.url, "GET /readyz").status for _ in range(8)] != [200] * 8:
            assert time.monotonic() - switched < BACK
        assert [register(service.url, f"eve{number}").status for number in range(8)] == [201] * 8
        assert alive(service.url, log_in(service.url, ada)) == (200, 200)
        assert "database.read_only" in service.log
        assert "Traceback" not in service.log
