"""GET /assets/console/<name>: the style of the console, and htmx, which is in the package (decision 58)."""

from importlib.resources import files

from flask import Response

from gatepost.console.frame import is_on
from gatepost.errors import NotFound
from gatepost.http.access import PUBLIC
from gatepost.http.limits import Unlimited
from gatepost.pages import Room, asset

_FOLDER = files("gatepost.console") / "assets"
_ASSETS = ("console.css", "htmx.min.js")

room = Room("console assets")


@room.page(
    "/assets/console/<name>",
    access=PUBLIC,
    limit=Unlimited("it is the same for everybody, and asks no database"),
    shown_if=is_on,
)
def show_console_asset(name: str) -> Response:
    if name not in _ASSETS:
        raise NotFound
    return asset(_FOLDER / name)
