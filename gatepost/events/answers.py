"""How lines of the audit record are shown to the outside."""

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12


class OwnEventData(TypedDict):
    """An event of one's account: when (RFC 3339), by whom (user, administrator, service or null), from where."""

    event: str
    at: str
    by: str | None
    address: str | None
    device: str | None


class OwnEventsAnswer(TypedDict):
    """A page of what happened to an account; the next page is in the header ``Link``."""

    data: list[OwnEventData]
    message: str
    status: int


class EventData(TypedDict):
    """A line of the record; *sequence* is its place in the chain once it is sealed.

    *request_id* is the ``X-Request-ID`` of the request that caused it; *reason* what the staff gave; *about* the roles
    in question: `+auditor -support` were given and taken.
    """

    event: str
    at: str
    user: str | None
    actor: str | None
    address: str | None
    device: str | None
    request_id: str | None
    reason: str | None
    about: str | None
    sequence: int | None


class EventsAnswer(TypedDict):
    """A page of the record; the next page is in the header ``Link``."""

    data: list[EventData]
    message: str
    status: int
