"""GET /dev/inbox: a page for people, JSON for programs. No endpoint of the API, so it is not in its description."""

from importlib.resources import files

import orjson
from flask import Flask, Response, request

from gatepost.inbox.read_messages import newest_messages
from gatepost.pages.serve import add_pages, asset, page
from gatepost.settings import Settings

PATH = "/dev/inbox"
_PAGE = files("gatepost.inbox") / "page"
# The preview of HTML has its styles inline; it runs in a frame that may do nothing, and loads nothing from elsewhere.
_POLICY = "script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; connect-src 'self'"


def add_inbox(app: Flask, settings: Settings) -> None:
    """Add ``/dev/inbox`` where it is wanted; elsewhere there is nothing at this address."""
    if settings.dev_inbox:
        add_pages(app, {PATH: show_inbox, "/dev/inbox.css": show_style, "/dev/inbox.js": show_script})


def show_inbox() -> Response:
    """JSON for whoever does not ask for HTML."""
    if "text/html" in request.headers.get("Accept", ""):
        root = "../" if request.path.endswith("/") else ""
        answer = page((_PAGE / "inbox.html").read_text().format(root=root), _POLICY)
    else:
        body = orjson.dumps({"data": newest_messages(request.args.get("to"))}, option=orjson.OPT_UTC_Z)
        answer = Response(body, content_type="application/json")
    answer.headers["Vary"] = "Accept"
    return answer


def show_style() -> Response:
    return asset(_PAGE / "inbox.css")


def show_script() -> Response:
    return asset(_PAGE / "inbox.js")
