"""Moments in: a time after RFC 3339."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def read_moment(value: Any) -> datetime:
    """A time with its zone. One that is far off is clamped to one that means the same. Raises ValueError."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("Give a time such as 2026-11-23T09:30:00Z.")
    return min(max(datetime.fromisoformat(value.upper()), _EARLIEST), _LATEST)


Moment = Annotated[datetime, BeforeValidator(read_moment)]
