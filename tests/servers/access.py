"""The way into a running server: addresses of databases, and making and dropping them.

``GATEPOST_TEST_MYSQL_DRIVER=mysqldb`` runs the tests of MariaDB with mysqlclient, if it is installed.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

USER = "gatepost"

_MYSQL_DRIVER = os.environ.get("GATEPOST_TEST_MYSQL_DRIVER", "pymysql")
_SCHEMES = {"mariadb": f"mysql+{_MYSQL_DRIVER}", "postgresql": "postgresql+psycopg"}
_MAINTENANCE = {"mariadb": "mysql", "postgresql": "postgres"}


@dataclass(frozen=True, kw_only=True)
class Access:
    """Where a server is and how to get in; plain values, so that it can be handed to another process."""

    engine: str
    port: int
    password: str

    def url(self, database: str) -> str:
        """SQLAlchemy's address of *database*, which need not exist."""
        return f"{_SCHEMES[self.engine]}://{USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """Make an empty database with the server's defaults and give its address."""
        with self.connect() as connection:
            source = " TEMPLATE template0" if self.engine == "postgresql" else ""  # template1 allows one at a time
            connection.execute(text(f"CREATE DATABASE {_plain(name)}{source}"))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, if there is one, whoever is still connected to it."""
        with self.connect() as connection:
            if self.engine == "postgresql":
                connection.execute(text(f"DROP DATABASE IF EXISTS {_plain(name)} WITH (FORCE)"))
                return
            inside = text("SELECT id FROM information_schema.processlist WHERE db = :name")
            for thread in connection.scalars(inside, {"name": name}).all():
                with suppress(OperationalError):  # it has gone by itself
                    connection.execute(text(f"KILL {thread:d}"))
            connection.execute(text(f"DROP DATABASE IF EXISTS {_plain(name)}"))

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection of one's own to the server's maintenance database, where every statement commits."""
        address = self.url(_MAINTENANCE[self.engine])
        engine = create_engine(
            address, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 5}
        )
        with engine.connect() as connection:
            yield connection


def _plain(name: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9_]{0,62}", name):
        raise ValueError(f"not a plain name for a database: {name!r}")
    return name
