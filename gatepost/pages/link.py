"""``/link``: the target of links in messages.

Opening the page redeems nothing, because malware scanners open every link in a mail: the page shows the action, and its
button sends the token to the API. The token stands behind ``#``, so no server gets it before.
"""

from importlib.resources import files

from flask import Response

from gatepost.errors import NotFound
from gatepost.http.access import PUBLIC
from gatepost.http.limits import Unlimited
from gatepost.pages.answers import asset, page, relative_root
from gatepost.pages.page_room import Room
from gatepost.pages.templates import Templates
from gatepost.settings import settings

_FOLDER = files("gatepost.pages") / "assets"
_ASSETS = ("link.css", "link.js", "link-words.js")
_POLICY = "script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
_STATIC = Unlimited("it is the same for everybody, and asks no database")
_TEMPLATES = Templates("gatepost.pages", "html")

room = Room("link")


@room.page("/link", access=PUBLIC, limit=_STATIC)
def show_link() -> Response:
    shown = {
        "root": relative_root(),
        "service": settings.service_name,
        "locale": settings.locale,
        "app": settings.app_url,
    }
    return page(_TEMPLATES.render("link.html", least=settings.password_min_length, **shown), _POLICY)


@room.page("/link/<name>", access=PUBLIC, limit=_STATIC)
def show_link_asset(name: str) -> Response:
    if name not in _ASSETS:
        raise NotFound
    return asset(_FOLDER / name)
