"""GET /user/<uuid>/events, GET /admin/events"""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from gatepost.api import Answer, Moment, Query, Room, link_to_next, own_or, permits
from gatepost.audit.events import EventName
from gatepost.caller import Caller
from gatepost.errors import Forbidden, UserNotFound
from gatepost.events.answers import EventsAnswer, OwnEventsAnswer
from gatepost.events.list_events import list_events, list_own_events

room = Room("events")

_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def _uuid(value: Any) -> str:
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise ValueError("Give a uuid, as in /user/<uuid>.")
    return value


Cursor = Annotated[str, StringConstraints(max_length=100)]
Uuid = Annotated[str, BeforeValidator(_uuid), StringConstraints(pattern=f"^{_UUID.pattern}$")]


class OwnListing(Query):
    """Which part of the record."""

    limit: int = Field(50, ge=1, le=200, description="lines a page")
    cursor: Cursor | None = Field(None, description="from the header Link of the page before")


class Listing(OwnListing):
    """Which lines of the record; those that match all of it."""

    user: Uuid | None = Field(None, description="uuid of whom it is about")
    event: EventName | None = Field(None, description="name of the event")
    since: Moment | None = Field(None, description="time (RFC 3339) from which on; a + in it is written %2B")
    until: Moment | None = Field(None, description="time (RFC 3339) before which")


@room.get(
    "/user/<uuid:uuid>/events",
    access=own_or("audit:read").or_token("account:read", "audit:read"),
    limit="120/minute",
    query=OwnListing,
    answer=OwnEventsAnswer,
    refuses=(UserNotFound, Forbidden),
)
def get_events_of_user(uuid: str, query: OwnListing, caller: Caller) -> Answer:
    """List what happened to an account, the newest first: your own, or any with `audit:read`.

    `by` is `user`, `administrator` (anybody who may act on others), `service`, or null for what was done without being
    signed in. The next page is in the header `Link`, with `rel="next"`.
    """
    events, cursor = list_own_events(caller, uuid, limit=query.limit, cursor=query.cursor)
    return _answer(events, f"/user/{uuid}/events", query, cursor)


@room.get(
    "/admin/events",
    access=permits("audit:read").or_token("audit:read"),
    limit="120/minute",
    query=Listing,
    answer=EventsAnswer,
)
def get_events(query: Listing) -> Answer:
    """List the audit record, the newest lines first.

    Also of accounts that were deleted, by their uuid. The next page is in the header `Link`, with `rel="next"`.
    """
    events, cursor = list_events(
        limit=query.limit,
        cursor=query.cursor,
        user=query.user,
        event=query.event,
        since=query.since,
        until=query.until,
    )
    return _answer(events, "/admin/events", query, cursor)


def _answer(events: list[Any], path: str, query: OwnListing, cursor: str | None) -> Answer:
    asked = query.model_dump(mode="json", exclude_defaults=True) | {"limit": query.limit}
    return Answer({"data": events, "message": "Success!", "status": 200}, link_to_next(path, asked, cursor))
