"""Private database servers for the tests: own port, own folder, gone afterwards.

``shared.use("mariadb")`` is the one server of a test run; ``start_mariadb()`` and ``start_postgresql()``
give a test one of its own, to stop, pause and start again.
"""

from . import engines, shared
from .access import Access
from .mariadb import MariaDB
from .own import make, start, start_mariadb, start_postgresql
from .postgresql import PostgreSQL
from .server import CannotStart, Server

__all__ = [
    "Access",
    "CannotStart",
    "MariaDB",
    "PostgreSQL",
    "Server",
    "engines",
    "make",
    "shared",
    "start",
    "start_mariadb",
    "start_postgresql",
]
