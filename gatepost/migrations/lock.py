"""Only one process changes the tables at a time; the others wait and then find it done."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from gatepost.database.engines import LONGEST_MIGRATION

_NUMBER = 0x67617465  # any number, as long as nothing else in the database uses it


@contextmanager
def one_at_a_time(connection: Connection) -> Iterator[None]:
    """Hold the engine's own named lock; on SQLite the file's, by one transaction around it all.

    Left to itself, Alembic reads what there is in one transaction on SQLite and changes it in others.
    """
    take, give = {
        "postgresql": (f"SELECT pg_advisory_lock({_NUMBER})", f"SELECT pg_advisory_unlock({_NUMBER})"),
        "mysql": (f"SELECT GET_LOCK('gatepost', {LONGEST_MIGRATION})", "SELECT RELEASE_LOCK('gatepost')"),
        "mariadb": (f"SELECT GET_LOCK('gatepost', {LONGEST_MIGRATION})", "SELECT RELEASE_LOCK('gatepost')"),
    }.get(connection.dialect.name, (None, None))
    if take is None or give is None:
        with connection.begin():
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
