"""A browser without a screen: it keeps cookies, fills in forms, and follows where it is sent."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

OURS = {"Sec-Fetch-Site": "same-origin", "User-Agent": "a browser"}
_FILLED = re.compile(
    r'<input (?:id="\w+" )?(?:type="hidden" )?name="(\w+)"(?: type="(?!checkbox)\w+")? value="([^"]+)"'
)


class Browser:
    """``get`` opens a page, and ``send`` sends its form: what is filled in there already, and what a test adds."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.filled: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> TestResponse:
        answer = self.client.get(path, headers={**OURS, **headers})
        self.filled = {name: unescape(value) for name, value in _FILLED.findall(answer.text)}
        return answer

    def send(self, path: str, /, **fields: Any) -> TestResponse:
        """Send these *fields* with those that have a value on the page that is open."""
        given = {name: value for name, value in {**self.filled, **fields}.items() if value is not None}
        return self.client.post(path, data=given, headers=OURS)

    def sign_in(self, name: str = "ada", password: str = "password", **fields: Any) -> TestResponse:
        return self.send("/account/login", name=name, password=password, **fields)

    @property
    def user(self) -> str | None:
        """The uuid of the user who is signed in here; None for nobody."""
        found = self.client.get("/user/session", headers=OURS)
        told: Any = found.json
        return str(told["data"]["uuid"]) if found.status_code == 200 else None


def where(path: str, answer: TestResponse) -> str:
    """The address to which the *answer* from *path* leads; its path and query if it is one of ours."""
    assert answer.status_code in (302, 303), answer.text
    url = urljoin(f"http://localhost{path}", answer.headers["Location"])
    return url.removeprefix("http://localhost") if url.startswith("http://localhost/") else url


def query(address: str) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
