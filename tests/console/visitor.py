"""A person at the console: their browser keeps the session cookie, and sends forms with the token of the page."""

import re
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.page import COOKIE, OWN, Page
from tests.support.people import Person

ROOT = "/admin/console"
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class Visitor:
    """*by* is signed in, or nobody is."""

    def __init__(self, app: Flask, by: Person | None = None) -> None:
        self.page = Page(app)
        if by is not None:
            self.page.log_in(by.username, by.password)

    def get(self, path: str = "", **headers: str) -> TestResponse:
        return self.page.send("GET", ROOT + path, None, **headers)

    def text(self, path: str = "") -> str:
        """The page, as a reader sees its characters."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def send(self, path: str, *, csrf: str | None = None, site: str = "same-origin", **fields: Any) -> TestResponse:
        """The form at *path*, filled in; without the token where *csrf* is empty."""
        token = self.token(path) if csrf is None else csrf
        headers = {"Sec-Fetch-Site": site, "Origin": OWN, "Cookie": f"{COOKIE}={self.page.cookie}"}
        data = {name.replace("__", ":"): value for name, value in fields.items()} | ({"csrf": token} if token else {})
        return self.page.client.post(ROOT + path, data=data, headers=headers)

    def token(self, path: str) -> str:
        found = _CSRF.search(self.get(path).text)
        return found[1] if found else ""

    def do(self, path: str, **fields: Any) -> str:
        """Send the form; the address to which its answer leads."""
        answer = self.send(path, **fields)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])
