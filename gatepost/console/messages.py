"""GET /admin/console/messages: the messages to all users and what became of them, a page at a time."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Response

from gatepost.admin import routes as admin
from gatepost.admin.answers import SeenMessage
from gatepost.admin.bodies import Cursor
from gatepost.admin.list_messages import list_all_messages, list_messages
from gatepost.caller import Caller
from gatepost.console.frame import access_of, console_room, is_on, show
from gatepost.console.words_of import CHANNEL, OUTCOME
from gatepost.http.form import Form

room = console_room("messages")
_PAGE = 50
_ACCESS = access_of(admin.room, admin.see_messages)


class Listing(Form):
    cursor: Cursor | None = None


@room.page("/admin/console/messages", access=_ACCESS, limit="120/minute", query=Listing, shown_if=is_on)
def show_messages(query: Listing, caller: Caller) -> Response:
    page = list_all_messages(limit=_PAGE, cursor=query.cursor)
    lines = list(zip(page.messages, page.users, strict=True))
    return _show(caller, lines, page.next_cursor)


@room.page(
    "/admin/console/users/<uuid:uuid>/messages", access=_ACCESS, limit="120/minute", query=Listing, shown_if=is_on
)
def show_messages_to(uuid: str, query: Listing, caller: Caller) -> Response:
    page = list_messages(uuid, limit=_PAGE, cursor=query.cursor)
    return _show(caller, [(message, None) for message in page.messages], page.next_cursor)


def _show(caller: Caller, lines: Sequence[tuple[SeenMessage, str | None]], cursor: str | None) -> Response:
    following = urlencode({"cursor": cursor}) if cursor else None
    return show("messages.html", caller, lines=lines, outcome=OUTCOME, channel=CHANNEL, following=following)
