"""A server of a test's own, to stop, pause and start again. Each skips the test if its engine is not there."""

from . import engines
from .mariadb import MariaDB
from .postgresql import PostgreSQL
from .server import Server


def start(engine: str) -> Server:
    """A fresh server of *engine*, running; the caller removes it, best by ``with``."""
    engines.require(engine)
    return engines.KINDS[engine]().start()


def start_mariadb() -> MariaDB:
    """A fresh MariaDB, running; the caller removes it, best by ``with``."""
    engines.require("mariadb")
    return MariaDB().start()


def start_postgresql() -> PostgreSQL:
    """A fresh PostgreSQL, running; the caller removes it, best by ``with``."""
    engines.require("postgresql")
    return PostgreSQL().start()
