"""/docs in a real browser: it renders, keeps to its policy, asks no other host, and "Try it out" works."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.support.live import Live
from tests.web.endpoints import ENDPOINTS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium")


class Seen:
    """What the browser did and said."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    options: dict[str, Any] = {"executable_path": CHROMIUM, "env": {**os.environ, "HOME": str(tmp_path)}}
    if os.geteuid() == 0:
        options["args"] = ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        yield browser.new_page()
        browser.close()


def elsewhere(addresses: list[str], live: Live) -> list[str]:
    return [address for address in addresses if not address.startswith((f"{live.url}/", "data:", "blob:"))]


@pytest.mark.asvs("3.4.3")
def test_the_docs_show_every_endpoint_and_register_a_user(live: Live, page: Page) -> None:
    seen = Seen(page)
    page.goto(f"{live.url}/docs")
    expect(page.locator(".opblock")).to_have_count(len(ENDPOINTS))
    summaries = page.locator(".opblock-summary-description").all_inner_texts()
    assert sorted(summaries) == sorted(endpoint.summary for endpoint in ENDPOINTS.values())

    page.locator(".opblock-summary", has_text="Register an account").click()
    block = page.locator(".opblock.is-open")
    body = '{"username": "browser", "mobile": "01799999999", "password": "a good password"}'
    block.locator("textarea.body-param__text").fill(body)
    block.get_by_role("button", name="Execute").click()
    expect(block.locator(".live-responses-table .response-col_status").last).to_contain_text("201")
    expect(block.locator(".live-responses-table")).to_contain_text("Account created successfully!")

    assert elsewhere(seen.addresses, live) == []
    assert f"{live.url}/docs/swagger-ui-bundle.js" in seen.addresses
    assert [line for line in seen.said if line.startswith("error") or "Content Security Policy" in line] == []
    with live.client() as client:
        assert client.post("/user/activate-account/", json={"mobile": "01799999999"}).status_code == 200


def test_the_start_page_leads_to_the_docs(live: Live, page: Page) -> None:
    seen = Seen(page)
    page.goto(live.url)
    page.get_by_role("link", name="Every endpoint").click()
    expect(page.locator(".opblock").first).to_be_visible()
    assert elsewhere(seen.addresses, live) == []
    assert [line for line in seen.said if line.startswith("error")] == []
