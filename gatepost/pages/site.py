"""The start page, the interactive documentation, and the OpenAPI document. No page loads from other servers."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

import orjson
from flask import Response

from gatepost.errors import NotFound
from gatepost.http.access import PUBLIC
from gatepost.http.limits import Unlimited
from gatepost.pages.answers import asset, page, relative_root
from gatepost.pages.page_room import Room
from gatepost.pages.templates import Templates
from gatepost.settings import Settings, settings

_OURS = files("gatepost.pages") / "assets"
_SWAGGER = files("flask_swagger_ui") / "dist"
_ASSETS: dict[str, Any] = {
    "page.css": _OURS,
    "page.js": _OURS,
    "swagger-ui.css": _SWAGGER,
    "swagger-ui-bundle.js": _SWAGGER,
}
# Swagger UI sets styles on its elements and draws its icons from data: addresses; it runs no inline script.
_POLICY = "script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
_STATIC = Unlimited("it is the same for everybody, and asks no database")


def _with_docs(settings: Settings) -> bool:
    return settings.docs


def site_room(describe: Callable[[str], dict[str, Any]]) -> Room:
    """``/``, ``/openapi.json`` and, unless switched off, ``/docs``.

    *describe* gives the OpenAPI document for an address of the API.
    """
    room, templates = Room("site"), Templates("gatepost.pages", "html")

    @room.page("/", access=PUBLIC, limit=_STATIC)
    def show_start() -> Response:
        shown = {"root": relative_root(), "docs": settings.docs, "address": settings.issuer}
        return page(templates.render("start.html", **shown), _POLICY)

    @room.page("/docs", access=PUBLIC, limit=_STATIC, shown_if=_with_docs)
    def show_docs() -> Response:
        return page(templates.render("docs.html", root=relative_root()), _POLICY)

    @room.page("/docs/<name>", access=PUBLIC, limit=_STATIC)
    def show_asset(name: str) -> Response:
        if name not in _ASSETS or not (settings.docs or name == "page.css"):
            raise NotFound
        return asset(_ASSETS[name] / name)

    @lru_cache(maxsize=4)
    def document(server: str) -> bytes:
        return orjson.dumps(describe(server))

    @room.page("/openapi.json", access=PUBLIC, limit=_STATIC)
    def show_openapi() -> Response:
        return Response(document(settings.public_url or "/"), content_type="application/json")

    return room
