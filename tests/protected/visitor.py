"""A browser that opens a protected application. Its proxy asks Gatepost, as nginx and Caddy do."""

from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

HOST = "app.localhost:9000"
APP = f"http://{HOST}"
OTHER = "http://other.localhost:9000"
OWN = "http://127.0.0.1:8087"
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
REDEEM = "/.well-known/gatepost/signed-in"


class Visitor:
    """One browser. It keeps one jar of cookies for the application's host, and one for Gatepost's."""

    def __init__(self, app: Flask) -> None:
        self.here, self.there = app.test_client(), app.test_client()

    def open(self, path: str = "/notes?a=b", **headers: str | None) -> TestResponse:
        """What Gatepost tells the proxy, whose browser opens a page. A header that is None is not sent."""
        sent: dict[str, str | None] = {
            "X-Forwarded-Host": HOST,
            "X-Forwarded-Method": "GET",
            "X-Forwarded-Uri": path,
            "Accept": HTML,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        given = {name: value for name, value in sent.items() if value is not None}
        return self.there.get("/forward-auth", headers=given)

    def sign_in(self, username: str = "ada", *, back: str = "") -> str:
        """Returns the address to which that leads."""
        form = {"name": username, "password": "password", "next": back}
        answer = self.here.post("/account/login", data=form, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 303, answer.text
        return urljoin(f"{OWN}/account/login", answer.headers["Location"])

    def sign_out(self) -> None:
        told = self.here.get("/user/session").json
        headers = {"Gatepost-CSRF": told["data"]["csrf_token"], "Sec-Fetch-Site": "same-origin"}
        assert self.here.post("/user/logout/", headers=headers).status_code == 200

    def lead_on(self, path: str = "/notes?a=b") -> dict[str, str]:
        """Open the application, and go as far as the page that leads on. Returns the code and the address."""
        return self.follow(self.open(path).headers["Location"])

    def follow(self, location: str) -> dict[str, str]:
        answer = self.here.get(path_of(location))
        assert answer.status_code == 200, answer.headers
        url = answer.headers["Refresh"].removeprefix("0; url=")
        assert url.startswith(f"{APP}{REDEEM}?"), url
        return dict(parse_qsl(urlsplit(url).query))

    def redeem(self, asked: dict[str, str], *, host: str = HOST) -> TestResponse:
        return self.there.get(REDEEM, query_string=asked, headers={"X-Forwarded-Host": host})

    def come_in(self) -> None:
        """Sign in, and come back to the application with its cookie."""
        self.sign_in()
        assert self.redeem(self.lead_on()).headers["Location"] == f"{APP}/notes?a=b"


def path_of(location: str) -> str:
    address = urlsplit(location)
    return f"{address.path}?{address.query}"


def sent_to_sign_in(answer: TestResponse) -> dict[str, Any]:
    """The query of the address at which Gatepost signs the person in."""
    assert answer.status_code == 303, answer.text
    assert answer.json["code"] == "sign_in_first"
    address = urlsplit(answer.headers["Location"])
    assert address.path == "/account/forward"
    return dict(parse_qsl(address.query))
