"""A database, a service on it, and clients that use it while a fault happens."""

import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, make_url

from tests.servers.galera import Galera
from tests.servers.mariadb import MariaDB
from tests.servers.postgresql import PostgreSQL
from tests.servers.server import Server

from .client import Client
from .examine import examine
from .ledger import Ledger
from .service import Service

CLIENTS = 8
SINGLE = ("sqlite", "postgresql", "mariadb")
ENGINES = (*SINGLE, "galera")


class DurableMariaDB(MariaDB):
    """As it is installed: what it has committed outlives it."""

    def command(self) -> list[str]:
        return [*super().command(), "--innodb-flush-log-at-trx-commit=1", "--innodb-flush-method=fsync"]


class DurablePostgreSQL(PostgreSQL):
    """As it is installed: what it has committed outlives it."""

    def command(self) -> list[str]:
        return [*super().command(), "-c", "fsync=on", "-c", "full_page_writes=on"]


_KINDS: dict[str, type[Server]] = {"mariadb": DurableMariaDB, "postgresql": DurablePostgreSQL}


class World:
    """All that a fault can reach. ``service`` runs, and ``clients`` use it, from :meth:`load` on."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self._kept = tempfile.TemporaryDirectory(prefix="gatepost-faults-")
        self.folder = Path(self._kept.name) / "instance"
        self.folder.mkdir()
        self.server = _KINDS[engine]().start() if engine in _KINDS else None
        self.database = self.server.create_database("gatepost") if self.server else ""
        self.cluster = Galera().__enter__() if engine == "galera" else None
        if self.cluster is not None:
            self.cluster.nodes[0].create_database("gatepost")
            self.database = self.cluster.address("gatepost", 0, 1, 2)
        self.ledger: Ledger
        self.service: Service
        self.clients: list[Client] = []
        self.enough = threading.Event()

    def pause(self, seconds: float) -> None:
        """Let the clients go on for so long."""
        self.enough.wait(seconds)

    def through(self, port: int) -> str:
        """The database's address by way of another *port*."""
        return make_url(self.database).set(port=port).render_as_string(hide_password=False)

    @contextmanager
    def load(self, **settings: str) -> Iterator[None]:
        """Start the service; clients use it during the block; afterwards their ledger is compared with it."""
        address = settings.pop("database", self.database)
        self.service = Service(self.folder, address, **settings)
        self.service.await_readiness()
        self.ledger = Ledger(self.folder.parent / "ledger.jsonl")
        self.clients = [Client(self.service.url, self.ledger, seed) for seed in range(CLIENTS)]
        threads = [threading.Thread(target=client.run, args=[self.enough]) for client in self.clients]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.enough.set()
            for thread in threads:
                thread.join()
            self.ledger.end()
        self.service.await_readiness()
        examine(self.service.url, [account for client in self.clients for account in client.accounts], self.ledger)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection of an operator's own to the database."""
        engine = create_engine(self.database or f"sqlite:///{self.folder}/gatepost.db", poolclass=NullPool)
        with engine.connect() as connection:
            yield connection

    def kill_database(self) -> None:
        """Kill all processes of the database's server, and start it again with what is on its disk."""
        assert self.server is not None
        assert self.server.pid is not None
        os.kill(self.server.pid, signal.SIGKILL)
        self.server.stop()
        self.server.start()

    def close(self) -> None:
        self.service.kill()
        if self.server is not None:
            self.server.remove()
        if self.cluster is not None:
            self.cluster.__exit__()
        self._kept.cleanup()
