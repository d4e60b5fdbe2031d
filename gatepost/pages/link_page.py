"""``/link``: where the links in messages lead.

Opening it spends nothing, for programs that look for malware open every link in a mail: the page shows what will
happen, and its button hands the token to the API. The token stands behind ``#``, so it is sent to no server before.
"""

import html

from flask import Flask, Response, request

from gatepost.errors import NotFound
from gatepost.pages.serve import PAGES, add_pages, asset, page
from gatepost.settings import Settings

_ASSETS = ("link.css", "link.js", "link-words.js")
_POLICY = "script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'"


def add_link_page(app: Flask, settings: Settings) -> None:
    """Add ``/link`` and what it loads."""
    text = (PAGES / "link.html").read_text()
    said = {"service": html.escape(settings.service_name), "locale": html.escape(settings.locale)}

    def show_link() -> Response:
        root = "../" if request.path.endswith("/") else ""  # relative, for the public address may have a path
        return page(text.format(root=root, **said), _POLICY)

    def show_asset(name: str) -> Response:
        if name not in _ASSETS:
            raise NotFound
        return asset(PAGES / name)

    add_pages(app, {"/link": show_link, "/link/<name>": show_asset})
