"""A record of a file that is imported."""

from typing import Any, NamedTuple


class Line(NamedTuple):
    """A record of an import file: its *place* (line or record, from 1), and its *value*, or why it cannot be read."""

    place: int
    value: dict[str, Any] | None
    refused: str = ""
