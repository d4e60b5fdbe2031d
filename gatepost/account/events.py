"""GET /account/events: what happened to the account."""

from flask import Response

from gatepost.account.frame import is_on, own_room
from gatepost.account.own import PER_MINUTE, as_body, show_own, with_moments
from gatepost.caller import Caller
from gatepost.events.list_events import list_own_events
from gatepost.events.routes import OwnListing
from gatepost.http.access import SIGNED_IN
from gatepost.http.form import Form

room = own_room("account events")

_A_PAGE = 25


class Part(Form):
    cursor: str = ""


@room.page("/account/events", access=SIGNED_IN, limit=PER_MINUTE, query=Part, shown_if=is_on)
def show_events(query: Part, caller: Caller) -> Response:
    cursor = as_body(OwnListing, cursor=query.cursor or None).cursor
    found, following = list_own_events(caller, caller.uuid, limit=_A_PAGE, cursor=cursor)
    events = [with_moments(each) for each in found]
    return show_own("events.html", caller, here="events", events=events, following=following, is_first=cursor is None)
