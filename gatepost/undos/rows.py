"""Rows of tables as JSON has them, so that they can be kept for an undo."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping


def to_json(row: RowMapping) -> dict[str, Any]:
    """The values of *row* by its columns; moments in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def from_json(row: Mapping[str, Any], *, moments: Iterable[str]) -> dict[str, Any]:
    """The values to insert again; *moments* are the columns that hold moments, or nothing."""
    parsed = {name: None if row[name] is None else datetime.fromisoformat(row[name]) for name in moments}
    return {**row, **parsed}
