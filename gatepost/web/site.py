"""The pages for people: a start page, and the interactive documentation. Nothing is loaded from elsewhere."""

import html
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from flask import Flask, Response, request

from gatepost.errors import NotFound
from gatepost.settings import Settings

_PAGES = files("gatepost.web") / "pages"
_SWAGGER = files("flask_swagger_ui") / "dist"
_ASSETS: dict[str, tuple[Any, str]] = {
    "page.css": (_PAGES, "text/css"),
    "page.js": (_PAGES, "text/javascript"),
    "swagger-ui.css": (_SWAGGER, "text/css"),
    "swagger-ui-bundle.js": (_SWAGGER, "text/javascript"),
}
# Swagger UI sets styles on its elements and draws its icons from data: addresses; it runs no inline script.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_DOCS_LINK = '<li><a href="/docs">Every endpoint, to read and to try</a></li>'


def add_site(app: Flask, settings: Settings, describe: Callable[[], dict[str, Any]]) -> None:
    """Add ``/``, ``/openapi.json`` and, unless switched off, ``/docs``."""
    start = (_PAGES / "start.html").read_text()
    links, address = (_DOCS_LINK if settings.docs else ""), html.escape(settings.issuer)
    start_page = start.format(links=links, address=address)

    @cache
    def document() -> bytes:
        return orjson.dumps(describe())

    def show_start() -> Response:
        return _page(start_page)

    def show_openapi() -> Response:
        return Response(document(), content_type="application/json")

    def show_docs() -> Response:
        return _page((_PAGES / "docs.html").read_text())

    def show_asset(name: str) -> Response:
        if name not in _ASSETS or not (settings.docs or name == "page.css"):
            raise NotFound
        folder, kind = _ASSETS[name]
        headers = {"Cache-Control": "public, max-age=3600"}
        return Response((folder / name).read_bytes(), headers=headers, content_type=f"{kind}; charset=utf-8")

    pages: dict[str, Callable[..., Response]] = {
        "/": show_start,
        "/openapi.json": show_openapi,
        "/docs/<name>": show_asset,
    }
    if settings.docs:
        pages["/docs"] = show_docs
    for path, view in pages.items():
        app.add_url_rule(path, f"site{path}", _named(path, view), methods=["GET"], provide_automatic_options=False)


def _named(path: str, view: Callable[..., Response]) -> Callable[..., Response]:
    """*view*, with its path for the log."""

    def serve(**given: str) -> Response:
        request.environ["gatepost.route"] = path
        return view(**given)

    return serve


def _page(text: str) -> Response:
    return Response(text, headers={"Content-Security-Policy": _POLICY}, content_type="text/html; charset=utf-8")
