"""Only one process changes the tables at a time; the others wait and then find it done."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

_NUMBER = 0x67617465  # any number, as long as nothing else in the database uses it
_LONGEST_WAIT = 600  # seconds


@contextmanager
def one_at_a_time(connection: Connection) -> Iterator[None]:
    """Hold the engine's own named lock. SQLite needs none: its transaction takes the whole file."""
    take, give = {
        "postgresql": (f"SELECT pg_advisory_lock({_NUMBER})", f"SELECT pg_advisory_unlock({_NUMBER})"),
        "mysql": (f"SELECT GET_LOCK('gatepost', {_LONGEST_WAIT})", "SELECT RELEASE_LOCK('gatepost')"),
        "mariadb": (f"SELECT GET_LOCK('gatepost', {_LONGEST_WAIT})", "SELECT RELEASE_LOCK('gatepost')"),
    }.get(connection.dialect.name, (None, None))
    if take is None or give is None:
        yield
        return
    connection.exec_driver_sql(take)
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql(give)
        connection.commit()
