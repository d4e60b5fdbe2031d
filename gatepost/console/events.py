"""GET /admin/console/events: the audit record, filtered, a page at a time."""

from typing import Any
from urllib.parse import urlencode

from flask import Response

from gatepost.audit.events import EVENTS
from gatepost.caller import Caller
from gatepost.console.frame import access_of, console_room, is_on, show
from gatepost.console.typed_moment import typed_moment
from gatepost.errors import InvalidInput, Reason
from gatepost.events import routes as events
from gatepost.events.list_events import list_events
from gatepost.http.form import Form

room = console_room("events")
_PAGE = 50
_UUID = 36


class Filter(Form):
    """Which lines; *since* and *until* are times in UTC without their zone, as browsers send them."""

    user: str = ""
    event: str = ""
    since: str = ""
    until: str = ""
    cursor: str | None = None


@room.page(
    "/admin/console/events",
    access=access_of(events.room, events.get_events),
    limit="120/minute",
    query=Filter,
    shown_if=is_on,
)
def show_events(query: Filter, caller: Caller) -> Response:
    typed = query.model_dump(exclude={"cursor"})
    try:
        lines, cursor = list_events(limit=_PAGE, cursor=query.cursor, **_filters(query))
    except InvalidInput as refusal:
        return show("events.html", caller, refusal=refusal, lines=[], typed=typed, names=list(EVENTS), following=None)
    following = urlencode({**typed, "cursor": cursor}) if cursor else None
    return show("events.html", caller, lines=lines, typed=typed, names=list(EVENTS), following=following)


def _filters(query: Filter) -> dict[str, Any]:
    """Those of the deed. Raises InvalidInput."""
    wrong: dict[str, list[Reason]] = {}
    user, event = query.user.strip().lower() or None, query.event or None
    if user is not None and (len(user) != _UUID or not user.isascii()):
        wrong["user"] = [Reason("Give the uuid of a user; their page has it.")]
    if event is not None and event not in EVENTS:
        wrong["event"] = [Reason("There is no such event.")]
    times = {}
    for name in ("since", "until"):
        try:
            times[name] = typed_moment(getattr(query, name))
        except (ValueError, OverflowError):
            wrong[name] = [Reason("Give a day and a time.")]
    if wrong:
        raise InvalidInput(wrong)
    return {"user": user, "event": event, **times}
