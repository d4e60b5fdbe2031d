"""Writing: in the deed's transaction, or as a transaction of one statement."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Insert, Update

from gatepost.database.base import db
from gatepost.database.reading import reading_engine, retry_if_disconnected
from gatepost.database.retry import retry_alone
from gatepost.database.sqlite import ALONE


def write(statement: Insert | Update | Delete, values: Mapping[str, Any] | None = None) -> int:
    """Send *statement* in the present transaction. Gives the number of changed rows, which decides a race.

    It bypasses the ORM, because tracking objects is most of the cost of a write.
    """
    return _send(db.session.connection(), statement, values)


def write_alone(statement: Insert | Update | Delete, values: Mapping[str, Any] | None = None) -> int:
    """Send *statement* as a transaction of its own. Gives the number of changed rows; no transaction may be open.

    After a conflict it is sent again, because threads in the background have nobody who would do so. On SQLite it
    begins, runs and commits in one call of the library, so that no process waits for a thread that has the file's lock
    but not the interpreter's.
    """

    def send() -> int:
        with db.engine.connect().execution_options(**{ALONE: True}) as connection:
            changed = _send(connection, statement, values)
            connection.commit()
            return changed

    return retry_alone(send)


def check_write(statement: Update) -> None:
    """Send *statement*, which changes no row, to see whether writes are taken. Raises SQLAlchemyError if not.

    It goes through the reading pool, so that it waits for no transaction. SQLite's readers cannot write.
    """
    engine = reading_engine()

    def send() -> None:
        with engine.connect().execution_options(**{ALONE: True}) as connection:
            connection.execute(statement)

    retry_if_disconnected(send)


def _send(connection: Connection, statement: Insert | Update | Delete, values: Mapping[str, Any] | None) -> int:
    result = connection.execute(statement, values)
    assert isinstance(result, CursorResult)  # noqa: S101  for the type checker: changing statements give this
    count: Any = result.rowcount
    return int(count)
