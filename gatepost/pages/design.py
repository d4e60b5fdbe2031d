"""The design that all pages share: a style sheet and the mark; a logo and colours of the data folder."""

from importlib.resources import files

from flask import Response

from gatepost.errors import NotFound
from gatepost.http.access import PUBLIC
from gatepost.http.limits import Unlimited
from gatepost.pages.answers import asset
from gatepost.pages.looks import own_looks
from gatepost.pages.looks.colours import style_sheet
from gatepost.pages.looks.own import LOGOS
from gatepost.pages.page_room import Room
from gatepost.settings import settings

_FOLDER = files("gatepost.pages") / "assets"
_ASSETS = ("design.css", "mark.svg", "passkeys.js", "go-on.js", "own-passkeys.js")
_KEPT = {"Cache-Control": "public, max-age=3600"}
_DRAWN = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"}

room = Room("design")


@room.page("/assets/<name>", access=PUBLIC, limit=Unlimited("it is the same for everybody, and asks no database"))
def show_design(name: str) -> Response:
    if name in _ASSETS:
        return asset(_FOLDER / name)
    own = own_looks(settings.instance)
    if name in own.logos:
        return Response(own.logos[name], headers=_KEPT | _DRAWN, content_type=LOGOS[name])
    if name == "colours.css" and own.colours is not None:
        return Response(style_sheet(own.colours), headers=_KEPT, content_type="text/css; charset=utf-8")
    raise NotFound
