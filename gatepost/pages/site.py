"""The start page, the interactive documentation, and the OpenAPI document. No page loads from other servers."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from flask import Response

from gatepost.errors import NotFound
from gatepost.http.access import PUBLIC
from gatepost.http.limits import Unlimited
from gatepost.pages.answers import PAGE_POLICY, asset, page, relative_root
from gatepost.pages.page_room import Room
from gatepost.pages.templates import Templates
from gatepost.settings import Settings, settings

_OURS = files("gatepost.pages") / "assets"
_SWAGGER = files("flask_swagger_ui") / "dist"
_ASSETS: dict[str, Any] = {
    "docs.css": _OURS,
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

    *describe* gives the OpenAPI document for an address of the API, and for the fields in the present data folder.
    """
    room, templates = Room("site"), Templates("gatepost.pages", "html")

    @room.page("/", access=PUBLIC, limit=_STATIC)
    def show_start() -> Response:
        service, by_code = settings.service_name, settings.activation == "code"
        shown = {"root": relative_root(), "service": service, "by_code": by_code, "address": settings.issuer}
        return page(templates.render("start.html", docs=settings.docs, inbox=settings.dev_inbox, **shown), PAGE_POLICY)

    @room.page("/docs", access=PUBLIC, limit=_STATIC, shown_if=_with_docs)
    def show_docs() -> Response:
        shown = {"root": relative_root(), "service": settings.service_name, "inbox": settings.dev_inbox}
        return page(templates.render("docs.html", **shown), _POLICY)

    @room.page("/docs/<name>", access=PUBLIC, limit=_STATIC, shown_if=_with_docs)
    def show_asset(name: str) -> Response:
        if name not in _ASSETS:
            raise NotFound
        return asset(_ASSETS[name] / name)

    @lru_cache(maxsize=4)
    def document(server: str, _instance: Path) -> bytes:
        return orjson.dumps(describe(server))

    @room.page("/openapi.json", access=PUBLIC, limit=_STATIC)
    def show_openapi() -> Response:
        return Response(document(settings.public_url or "/", settings.instance), content_type="application/json")

    return room
