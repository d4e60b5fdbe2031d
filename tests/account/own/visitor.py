"""A browser in which somebody is signed in."""

import re
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.account.browser import OURS
from tests.support.people import Person

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Visitor:
    """``get`` opens a page; ``send`` sends a form with what the open page hides in its forms (*hidden*).

    *csrf* is the token of the session that began.
    """

    def __init__(self, app: Flask, person: Person, *, agent: str = "a browser") -> None:
        self.client, self.hidden = app.test_client(), dict[str, str]()
        body = {"username": person.username, "password": person.password, "session": "cookie"}
        answer = self.client.post("/user/login", json=body, headers={**OURS, "User-Agent": agent})
        assert answer.status_code == 200, answer.text
        self.csrf = str(answer.get_json()["data"]["csrf_token"])

    def get(self, path: str, **headers: str) -> TestResponse:
        answer = self.client.get(path, headers={**OURS, **headers})
        self.remember(answer)
        return answer

    def remember(self, answer: TestResponse) -> None:
        """This page is open from now on."""
        self.hidden = {name: unescape(value) for name, value in _HIDDEN.findall(answer.text)}

    def send(self, path: str, /, **fields: Any) -> TestResponse:
        return self.client.post(path, data={**self.hidden, **fields}, headers=OURS)

    def page(self, path: str, **headers: str) -> str:
        """The HTML of a page that is shown."""
        answer = self.get(path, **headers)
        assert answer.status_code == 200, (answer.status_code, answer.headers, answer.text)
        return answer.text

    def sent(self, path: str, **fields: Any) -> TestResponse:
        """The answer to a form with these fields, without opening its page before."""
        self.hidden = {"csrf": self.csrf}
        return self.send(path, **fields)

    def is_signed_in(self) -> bool:
        return self.get("/account").status_code == 200


def heading(html: str) -> str:
    """The text of the only h1."""
    [found] = re.findall(r"<h1>(.*?)</h1>", html, re.DOTALL)
    return unescape(re.sub("<.*?>", "", found)).strip()


def notice(html: str) -> str:
    """The sentence in which the page says what was done; empty if it says nothing."""
    found = re.search(r'<p class="notice" role="status">(.*?)</p>', html)
    return unescape(found[1]) if found else ""


def alert(html: str) -> str:
    """The refusal that the page tells; empty if there is none."""
    found = re.search(r'<p class="error" role="alert">(.*?)</p>', html)
    return unescape(found[1]) if found else ""


def reason(html: str, field: str) -> str:
    """The reason against a field of the form, tied to it for those who do not see it."""
    found = re.search(rf'<p class="error" id="{field}-error">(.*?)</p>', html)
    if found is None:
        return ""
    assert re.search(rf'aria-describedby="[^"]*\b{field}-error', html)
    return unescape(found[1]).strip()
