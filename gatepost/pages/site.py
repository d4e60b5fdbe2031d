"""The pages for people: a start page, and the interactive documentation. Nothing is loaded from elsewhere."""

import html
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from flask import Flask, Response

from gatepost.errors import NotFound
from gatepost.pages.serve import PAGES, View, add_pages, asset, page
from gatepost.settings import Settings

_SWAGGER = files("flask_swagger_ui") / "dist"
_ASSETS: dict[str, Any] = {
    "page.css": PAGES,
    "page.js": PAGES,
    "swagger-ui.css": _SWAGGER,
    "swagger-ui-bundle.js": _SWAGGER,
}
# Swagger UI sets styles on its elements and draws its icons from data: addresses; it runs no inline script.
_POLICY = "script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'"
_DOCS_LINK = '<li><a href="/docs">Every endpoint, to read and to try</a></li>'


def add_site(app: Flask, settings: Settings, describe: Callable[[], dict[str, Any]]) -> None:
    """Add ``/``, ``/openapi.json`` and, unless switched off, ``/docs``."""
    start = (PAGES / "start.html").read_text()
    links, address = (_DOCS_LINK if settings.docs else ""), html.escape(settings.issuer)
    start_page = start.format(links=links, address=address)

    @cache
    def document() -> bytes:
        return orjson.dumps(describe())

    def show_start() -> Response:
        return page(start_page, _POLICY)

    def show_openapi() -> Response:
        return Response(document(), content_type="application/json")

    def show_docs() -> Response:
        return page((PAGES / "docs.html").read_text(), _POLICY)

    def show_asset(name: str) -> Response:
        if name not in _ASSETS or not (settings.docs or name == "page.css"):
            raise NotFound
        return asset(_ASSETS[name] / name)

    pages: dict[str, View] = {
        "/": show_start,
        "/openapi.json": show_openapi,
        "/docs/<name>": show_asset,
    }
    if settings.docs:
        pages["/docs"] = show_docs
    add_pages(app, pages)
