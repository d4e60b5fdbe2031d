"""Writing: in the transaction that the deed commits."""

from typing import Any

from sqlalchemy import CursorResult, Delete, Update

from gatepost.database.base import db


def write(statement: Update | Delete) -> int:
    """Send *statement* in the present transaction. How many rows it changed tells who won a race."""
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)  # noqa: S101  for the type checker: changing statements give this
    count: Any = result.rowcount
    return int(count)
