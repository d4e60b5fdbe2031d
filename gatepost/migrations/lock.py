"""A lock for migrations: one process at a time changes the tables; the others wait, then find them current."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from gatepost.database.engines import LONGEST_MIGRATION
from gatepost.settings import BadSettings

_NUMBER = 0x67617465  # an arbitrary number that nothing else in the database uses


@contextmanager
def one_at_a_time(connection: Connection) -> Iterator[None]:
    """Hold the engine's named lock; on SQLite and PostgreSQL in one transaction around all. Raises BadSettings.

    Otherwise Alembic on SQLite reads the revision in one transaction and changes tables in others. On PostgreSQL a
    pooler may give each transaction another session, where a session's lock is not held.
    """
    if connection.dialect.name in ("sqlite", "postgresql"):
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_NUMBER})")
            yield
        return
    if connection.exec_driver_sql(f"SELECT GET_LOCK('gatepost', {LONGEST_MIGRATION})").scalar() == 0:
        raise BadSettings("Another process has been changing the tables for ten minutes. Look what it is waiting for.")
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql("SELECT RELEASE_LOCK('gatepost')")
        connection.commit()
