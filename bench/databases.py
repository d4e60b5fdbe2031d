"""Databases for Gatepost: one of the user's own, or a new one on a throw-away server of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.environment import CannotMeasure
from tests.servers import MariaDB, PostgreSQL, Server
from tests.servers.mariadb import programs as find_mariadb
from tests.servers.postgresql import programs as find_postgresql

SQLITE, POSTGRESQL, MARIADB = ENGINES = ("sqlite", "postgresql", "mariadb")
HELP = "sqlite, postgresql or mariadb: a new one that is removed; or the URI of an empty one (default: sqlite)"
_FIND = {POSTGRESQL: find_postgresql, MARIADB: find_mariadb}
# The tests' servers do not wait for the disk, and have small caches. These do, and 1 GiB each is for the cache.
_DURABLE = {
    POSTGRESQL: [
        part
        for setting in ("fsync=on", "full_page_writes=on", "shared_buffers=1GB", "max_wal_size=4GB")
        for part in ("-c", setting)
    ],
    MARIADB: [
        "--innodb-buffer-pool-size=1G",
        "--innodb-log-file-size=1G",
        "--innodb-flush-log-at-trx-commit=1",
        "--loose-innodb-flush-method=O_DIRECT",
        "--loose-innodb-doublewrite=1",
    ],
}


@dataclass(frozen=True)
class Database:
    """An empty database: an empty *uri* is a SQLite file of Gatepost's own. *pids*: a server that the bench runs."""

    uri: str = ""
    pids: tuple[int, ...] = ()

    @property
    def engine(self) -> str:
        return engine_of(self.uri)


SQLITE_FILE = Database()


def installed() -> tuple[str, ...]:
    """The engines that are on this machine."""
    return tuple(engine for engine in ENGINES if engine == SQLITE or _FIND[engine]() is not None)


def engine_of(database: str) -> str:
    """The engine of *database*: the name of one, a URI, or empty for SQLite."""
    name = database.partition(":")[0].partition("+")[0] or SQLITE
    return {"postgres": POSTGRESQL, "mysql": MARIADB}.get(name, name)


@contextmanager
def opened(database: str, *, names: tuple[str, ...] = ("gatepost",)) -> Iterator[list[Database]]:
    """A database for each of *names*. *database*: as the command line has it.

    A database that a URI names is given to each. Raises CannotMeasure if the engine is not installed.
    """
    if database not in ENGINES:
        yield [Database(database) for _ in names]
    elif database == SQLITE:
        yield [SQLITE_FILE for _ in names]
    else:
        with _server(database) as server:
            pid = server.start().pid
            yield [Database(server.create_database(name), (pid,) if pid else ()) for name in names]


def _server(engine: str) -> Server:
    if _FIND[engine]() is None:
        raise CannotMeasure(f"{engine} is not installed: ./dev servers")
    kind: type[Server] = PostgreSQL if engine == POSTGRESQL else MariaDB
    return kind(*_DURABLE[engine])
