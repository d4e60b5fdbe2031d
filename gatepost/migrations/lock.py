"""A lock for migrations: one process at a time changes the tables; the others wait, then find them current."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from gatepost.database.engines import LONGEST_MIGRATION

_NUMBER = 0x67617465  # an arbitrary number that nothing else in the database uses


@contextmanager
def one_at_a_time(connection: Connection) -> Iterator[None]:
    """Hold the engine's named lock; on SQLite the file's lock, by one transaction around all.

    Otherwise Alembic on SQLite reads the revision in one transaction and changes tables in others.
    """
    acquire, release = {
        "postgresql": (f"SELECT pg_advisory_lock({_NUMBER})", f"SELECT pg_advisory_unlock({_NUMBER})"),
        "mysql": (f"SELECT GET_LOCK('gatepost', {LONGEST_MIGRATION})", "SELECT RELEASE_LOCK('gatepost')"),
        "mariadb": (f"SELECT GET_LOCK('gatepost', {LONGEST_MIGRATION})", "SELECT RELEASE_LOCK('gatepost')"),
    }.get(connection.dialect.name, (None, None))
    if acquire is None or release is None:
        with connection.begin():
            yield
        return
    connection.exec_driver_sql(acquire)
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql(release)
        connection.commit()
