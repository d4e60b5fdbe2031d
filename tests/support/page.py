"""A page in a browser: it sends the headers that browsers add, keeps the session cookie, and knows its CSRF token."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.http import parse_cookie
from werkzeug.test import TestResponse

OWN = "http://127.0.0.1:8087"
APP = "http://app.localhost:3000"  # another origin
COOKIE = "gatepost-session"
HTTPS_COOKIE = f"__Host-{COOKIE}"


def set_cookies(answer: TestResponse, name: str = COOKIE) -> list[str]:
    """The headers Set-Cookie of the session cookie."""
    return [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(f"{name}=")]


@dataclass
class Page:
    """A page of *origin*. Its browser has no other cookies: each request sends those that are here."""

    app: Flask
    origin: str = OWN
    site: str = "same-origin"
    cookie: str = ""
    csrf: str = ""
    name: str = COOKIE
    device: str = ""
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client(use_cookies=False)

    def send(self, method: str, path: str, body: Any = None, **headers: str | None) -> TestResponse:
        """*headers* with ``_`` for ``-`` replace those of the browser; None leaves one out."""
        sent: dict[str, str | None] = {"Sec-Fetch-Site": self.site}
        if method not in ("GET", "HEAD") or self.site != "same-origin":
            sent["Origin"] = self.origin
        if self.cookie:
            sent["Cookie"] = f"{self.name}={self.cookie}"
        if self.csrf and method not in ("GET", "HEAD"):
            sent["Gatepost-CSRF"] = self.csrf
        sent["Gatepost-Device"] = self.device or None
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        given = {name: value for name, value in sent.items() if value is not None}
        answer = self.client.open(path, method=method, json=body, headers=given)
        for cookie in set_cookies(answer, self.name):
            self.cookie = parse_cookie(cookie)[self.name]
        self.csrf = self._csrf_in(answer) or self.csrf
        self.device = answer.headers.get("Gatepost-Device", self.device)
        return answer

    def get(self, path: str, **headers: str | None) -> TestResponse:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str | None) -> TestResponse:
        return self.send("POST", path, body, **headers)

    def log_in(self, username: str = "ada", password: str = "password", **headers: str | None) -> TestResponse:
        body = {"username": username, "password": password, "session": "cookie"}
        answer = self.post("/user/login", body, **headers)
        assert answer.status_code == 200, answer.text
        return answer

    @property
    def session_id(self) -> str:
        return self.cookie.partition(".")[0]

    def is_known(self) -> bool:
        """Whether its cookie opens something."""
        answer = self.get("/user/session")
        assert answer.status_code in (200, 401), answer.text
        return answer.status_code == 200

    @staticmethod
    def _csrf_in(answer: TestResponse) -> str:
        body = answer.get_json(silent=True)
        if not isinstance(body, dict):
            return ""
        data = body.get("data")
        return str(body.get("csrf_token") or (data.get("csrf_token", "") if isinstance(data, dict) else ""))
