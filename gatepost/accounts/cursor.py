"""The cursor of a listing: where the page before it ended. Clients hand it back as they got it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from gatepost.errors import InvalidInput, Reason

_YEARS = range(2000, 9000)


def write_cursor(*, sort: str, uuid: str, username_key: str, created_at: datetime) -> str:
    place = [sort, username_key] if sort.endswith("username") else [sort, created_at.isoformat(), uuid]
    return urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def read_cursor(cursor: str, *, sort: str) -> dict[str, Any]:
    """The values to continue from. Raises InvalidInput for a cursor of another order, or that we did not write."""
    try:
        match orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))):
            case [str(by), str(key)] if by == sort and sort.endswith("username") and "\0" not in key:
                return {"after_key": key}
            case [str(by), str(time), str(uuid)] if by == sort and sort.endswith("created"):
                return {"after_time": _moment(time), "after_uuid": str(UUID(uuid))}
    except (ValueError, OverflowError):
        pass
    raise InvalidInput({"cursor": [Reason("Use the link of the page before, with the same sort.")]})


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or moment.year not in _YEARS:
        raise ValueError
    return moment
