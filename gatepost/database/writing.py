"""Writing: in the transaction that the deed commits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Delete, Insert, Update

from gatepost.database.base import db


def write(statement: Insert | Update | Delete, values: Mapping[str, Any] | None = None) -> int:
    """Send *statement* in the present transaction. How many rows it changed tells who won a race.

    It goes to the table itself: no objects are tracked, which is most of what a write costs.
    """
    result = db.session.connection().execute(statement, values)
    assert isinstance(result, CursorResult)  # noqa: S101  for the type checker: changing statements give this
    count: Any = result.rowcount
    return int(count)
