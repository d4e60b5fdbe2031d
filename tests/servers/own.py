"""A server of a test's own, to stop, pause and start again. Each skips the test if its engine is not there."""

from . import engines
from .mariadb import MariaDB
from .postgresql import PostgreSQL
from .server import Server


def make(engine: str, *options: str) -> Server:
    """A fresh server of *engine* that is not started; the caller removes it, best by ``with``."""
    engines.require(engine)
    return engines.KINDS[engine](*options)


def start(engine: str, *options: str) -> Server:
    """A fresh server of *engine*, running with these *options*; the caller removes it, best by ``with``."""
    return make(engine, *options).start()


def start_mariadb() -> MariaDB:
    """A fresh MariaDB, running; the caller removes it, best by ``with``."""
    engines.require("mariadb")
    return MariaDB().start()


def start_postgresql() -> PostgreSQL:
    """A fresh PostgreSQL, running; the caller removes it, best by ``with``."""
    engines.require("postgresql")
    return PostgreSQL().start()
