"""GET /admin/console/users: found as one types, a page at a time; without JavaScript by a button."""

from typing import Any
from urllib.parse import urlencode

from flask import Response

from gatepost.admin import routes as admin
from gatepost.admin.bodies import Cursor
from gatepost.admin.find_users import find_users
from gatepost.caller import Caller
from gatepost.console.frame import access_of, console_room, is_on, show
from gatepost.console.words_of import STATUS
from gatepost.errors import InvalidInput, Reason
from gatepost.http.form import Form
from gatepost.users.permissions import rights_of

room = console_room("users")
PAGE = 25


class Search(Form):
    q: str = ""
    cursor: Cursor | None = None


@room.page(
    "/admin/console/users",
    access=access_of(admin.room, admin.find),
    limit="600/minute",
    query=Search,
    shown_if=is_on,
)
def show_users(query: Search, caller: Caller) -> Response:
    may_create = access_of(admin.room, admin.create).permission in rights_of(caller)
    shown: dict[str, Any] = {"statuses": STATUS, "may_create": may_create}
    if len(query.q) > 254:  # noqa: PLR2004  as the endpoint takes it
        refusal = InvalidInput({"q": [Reason("Use at most 254 characters.")]})
        return show("users.html", caller, refusal=refusal, users=[], q="", following=None, **shown)
    found = find_users(q=query.q, limit=PAGE, cursor=query.cursor)
    following = urlencode({"q": query.q, "cursor": found.next_cursor}) if found.next_cursor else None
    return show("users.html", caller, users=found.users, q=query.q, following=following, **shown)
