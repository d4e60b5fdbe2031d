"""How an export is shown."""

from typing import Any

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.sessions.answers import Moment


class Export(TypedDict):
    """All that is stored about a user. *parts*: the rows of each part, by its name, the newest first.

    *cut* names the parts that had more than 10,000 rows, of which the oldest are missing. Times are RFC 3339.
    """

    exported_at: Moment
    uuid: str
    account: dict[str, Any]
    recovery_codes: int
    parts: dict[str, list[dict[str, Any]]]
    cut: list[str]


class ExportAnswer(TypedDict):
    """An export."""

    data: Export
    message: str
    status: int
