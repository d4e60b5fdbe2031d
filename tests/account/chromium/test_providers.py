"""Chromium comes back from a provider, and is signed in by the form of our page: sent by its script, or by a button."""

import json
from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.servers.processes import free_port
from tests.support.browser import Seen, needs_chromium
from tests.support.live import GATEPOST, Live
from tests.support.provider import Provider, with_query

pytestmark = needs_chromium


class Asking(Provider):
    """It shows a page with a link, by which its user agrees."""

    back = ""

    def _serve(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        if urlsplit(request.path).path == "/authorize":
            link = escape(with_query(self.back, **self.authorize(f"{self.issuer}{request.path}")))
            self.answers["/authorize"] = f'<!doctype html><a href="{link}">Yes</a>'.encode()
        super()._serve(request, body)


@pytest.fixture(scope="module")
def provider() -> Iterator[Asking]:
    with Asking() as running:
        yield running


@pytest.fixture(scope="module")
def live(provider: Asking, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """At localhost, because the provider is at 127.0.0.1, which is another site."""
    port = free_port()
    url = f"http://localhost:{port}"
    provider.back = f"{url}/user/login/with/example/callback"
    settings: dict[str, Any] = {"GATEPOST_PROVIDERS": json.dumps([provider.settings]), "GATEPOST_PUBLIC_URL": url}
    command = [*GATEPOST, "serve", "--port", str(port)]
    with Live(tmp_path_factory.mktemp("live"), command=command, **settings) as running:
        running.url = url
        yield running
        assert "Traceback" not in running.log


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_person_comes_back_signed_in(browser: Browser, live: Live, scripts: bool) -> None:
    """The device stays known, although its cookie is kept from a redirect that another site has begun."""
    with browser.new_context(base_url=live.url, java_script_enabled=scripts) as context:
        page = context.new_page()
        seen = Seen(page)
        devices = []
        for _ in range(2):
            page.goto("/account/login?next=/account/confirm")
            page.get_by_role("link", name="Sign in with Example").click()
            page.get_by_role("link", name="Yes").click()
            if not scripts:
                page.get_by_role("button", name="Continue").click()
            expect(page).to_have_url(f"{live.url}/account/confirm")
            devices += [each["value"] for each in context.cookies() if each["name"] == "Gatepost-Device"]
        assert len(devices) == 2
        assert devices[0].split(".")[0] == devices[1].split(".")[0]
        assert [said for said in seen.said if "Content Security" in said] == []
