"""GET /dev/inbox: a page for people, JSON for programs. It is not in the OpenAPI document."""

from importlib.resources import files

import orjson
from flask import Response, request

from gatepost.http.access import PUBLIC
from gatepost.http.limits import Unlimited
from gatepost.inbox.read_messages import newest_messages
from gatepost.pages import Room, Templates, asset, page, relative_root
from gatepost.settings import Settings, settings

PATH = "/dev/inbox"
_FOLDER = files("gatepost.inbox") / "files"
_TEMPLATES = Templates("gatepost.inbox", "files")
# The HTML preview has inline styles; it is in a sandboxed frame, and loads nothing from other servers.
_POLICY = "script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
_UNLIMITED = Unlimited("it is for development only")

room = Room("inbox")


def _is_on(settings: Settings) -> bool:
    return settings.dev_inbox


@room.page(PATH, access=PUBLIC, limit=_UNLIMITED, shown_if=_is_on)
def show_inbox() -> Response:
    """JSON, unless the request asks for HTML."""
    if "text/html" in request.headers.get("Accept", ""):
        root = relative_root()
        shown = {"root": root, "here": f"{root}dev/", "service": settings.service_name, "docs": settings.docs}
        answer = page(_TEMPLATES.render("inbox.html", **shown), _POLICY)
    else:
        body = orjson.dumps({"data": newest_messages(request.args.get("to"))}, option=orjson.OPT_UTC_Z)
        answer = Response(body, content_type="application/json")
    answer.headers["Vary"] = "Accept"
    return answer


@room.page("/dev/inbox.css", access=PUBLIC, limit=_UNLIMITED, shown_if=_is_on)
def show_style() -> Response:
    return asset(_FOLDER / "inbox.css")


@room.page("/dev/inbox.js", access=PUBLIC, limit=_UNLIMITED, shown_if=_is_on)
def show_script() -> Response:
    return asset(_FOLDER / "inbox.js")
