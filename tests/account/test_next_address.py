"""``next`` leads to our own pages and to listed addresses, and nowhere else."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from tests.account.browser import Browser, where
from tests.support.people import People

pytestmark = pytest.mark.one_factor

LISTED = ("https://app.example.org", "https://example.org/shop", "http://localhost:3000")
HOME = "/account"
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/account//evil.example",
    "/account/\\evil.example",
    "/account/../../evil",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https://evil.example",
    "https://evil.example/https://app.example.org",
    "https://evil.example?https://app.example.org",
    "https://app.example.org.evil.example",
    "https://app.example.org@evil.example",
    "https://app.example.org:pass@evil.example/",
    "https://ada@app.example.org/",
    "https://app.example.org:8443/",
    "https://app.example.org\\@evil.example",
    "https://app.example.org\\.evil.example",
    "https://app.example.orgevil.example",
    "http://app.example.org/",
    "HTTPS://app.example.org/",
    "https://APP.example.org/",
    " https://app.example.org/",
    "https://app.example.org/\r\nSet-Cookie: a=b",
    "https://app.example.org/\tx",
    "\thttps://evil.example",
    "java\tscript:alert(1)",
    "javascript:alert(1)",
    "JavaScript://app.example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://app.example.org/",
    "%2f%2fevil.example",
    "/%2fevil.example",
    "/%5cevil.example",
    "/account%2f..%2f..%2f/evil",
    "//app.example.org",
    "https://app。example。org/",
    "https://аpp.example.org/",
    "/account／evil",
    "https://app.example.org/\u202egro.elpmaxe",
    "https://example.org",
    "https://example.org/",
    "https://example.org/shopping",
    "https://example.org/shop/../admin",
    "https://example.org/shop/%2e%2e/admin",
    "https://example.org/shop/.%2E",
    "https://example.org/shop/./../x",
    "http://localhost:3001/",
    "http://127.0.0.1:3000/",
    f"https://app.example.org/{'a' * 3000}",
    f"/account/{'/' * 50}",
    "/user/session",
    "/admin/users",
    "/admin/console.evil.example",
    "/accountant",
    "account",
    "?next=/account",
    "#",
]
OURS = ["/account", "/account/factors", "/account/confirm?by=factor", "/admin/console", "/admin/console/users?q=a%20b"]
BELOW = [
    "https://app.example.org",
    "https://app.example.org/",
    "https://app.example.org/a/b?c=d&e=https://evil.example#f",
    "https://app.example.org?x",
    "https://app.example.org/..x/.well-known",
    "https://example.org/shop",
    "https://example.org/shop/cart?of=..",
    "http://localhost:3000/here",
]


@pytest.fixture
def lead(make_app: Callable[..., Flask]) -> Callable[[str], str]:
    """Sign in with this ``next``; where the browser is led."""
    app = make_app(return_to=LISTED)
    People(app.test_client()).settle("ada")
    browser = Browser(app)

    def lead(to: str) -> str:
        return where("/account/login", browser.sign_in(next=to))

    return lead


@pytest.mark.asvs("3.7.2")
def test_no_other_address_is_led_to(lead: Callable[[str], str]) -> None:
    assert [to for to in ELSEWHERE if lead(to) != HOME] == []


@pytest.mark.asvs("3.7.2")
def test_our_pages_and_listed_addresses_are_led_to(lead: Callable[[str], str]) -> None:
    assert [lead(to) for to in [*OURS, *BELOW]] == [*OURS, *BELOW]


@pytest.mark.asvs("3.7.2")
def test_a_page_keeps_a_next_that_it_may_lead_to_and_no_other(make_app: Callable[..., Flask]) -> None:
    browser = Browser(make_app(return_to=LISTED))
    for to in BELOW:
        page = browser.get(f"/account/login?next={quote(to, safe='')}")
        assert browser.filled["next"] == to
        origin = "/".join(to.replace("?", "/").split("/")[:3])
        assert f"form-action 'self' {origin};" in page.headers["Content-Security-Policy"]
    for to in [*ELSEWHERE, *OURS]:
        page = browser.get(f"/account/login?next={quote(to, safe='')}")
        assert "form-action 'self';" in page.headers["Content-Security-Policy"]
        assert "evil" not in page.text
