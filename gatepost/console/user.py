"""GET /admin/console/users/<uuid>: one user, with what happened to them, and the deeds that the reader may do."""

from typing import Any

from flask import Response

from gatepost.admin import routes as admin
from gatepost.admin.answers import SeenUser
from gatepost.admin.list_messages import list_messages
from gatepost.admin.see_user import see_user
from gatepost.caller import Caller
from gatepost.console.frame import access_of, console_room, is_on, show
from gatepost.console.user_deed import USER_DEEDS, UserDeed
from gatepost.console.user_fields import STAFF
from gatepost.console.words_of import CHANNEL, OUTCOME, STATUS, WAIT
from gatepost.events.list_events import list_events
from gatepost.fields.declared import readable
from gatepost.fields.form import inputs
from gatepost.sessions.list_sessions import read_sessions
from gatepost.users.models import get_user
from gatepost.users.permissions import has_power_over, rights_of

room = console_room("user")
_SHOWN = 10  # of sessions, events and messages


@room.page(
    "/admin/console/users/<uuid:uuid>", access=access_of(admin.room, admin.see), limit="600/minute", shown_if=is_on
)
def show_user(uuid: str, caller: Caller) -> Response:
    user, rights = see_user(uuid), rights_of(caller)
    values: dict[str, Any] = {"sessions": None, "events": None, "messages": None}
    if "sessions:read" in rights:
        values["sessions"] = read_sessions(caller, uuid)[:_SHOWN]
    if "audit:read" in rights:
        given: dict[str, Any] = {"cursor": None, "event": None, "since": None, "until": None}
        values["events"], _more = list_events(limit=_SHOWN, user=uuid, **given)
    if "outbox:read" in rights:
        values["messages"] = list_messages(uuid, limit=_SHOWN, cursor=None).messages
    values |= {"statuses": STATUS, "outcome": OUTCOME, "channel": CHANNEL, "wait": WAIT}
    fields = readable(STAFF)
    values["told_fields"] = inputs(fields, get_user(uuid).fields) if fields else []
    return show("user.html", caller, user=user, deeds=_deeds(caller, user), **values)


def _deeds(caller: Caller, user: SeenUser) -> list[UserDeed]:
    """The deeds that make sense here and that *caller* may do. The deed itself decides."""
    rights, own = rights_of(caller), user["uuid"] == caller.uuid
    if not own and not has_power_over(caller, get_user(user["uuid"])):
        return []
    mine = [each for each in USER_DEEDS if each.own or not own]
    return [each for each in mine if {each.access.permission, each.sees} - {None} <= rights and each.fits(user)]
