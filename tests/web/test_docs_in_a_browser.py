"""/docs in a real browser: it renders, keeps to its policy, asks no other host, and "Try it out" works."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.browser import Seen, needs_chromium
from tests.support.live import Live
from tests.web.endpoints import ENDPOINTS

pytestmark = needs_chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that knows nothing of those before."""
    with browser.new_context() as context:
        yield context.new_page()


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


@pytest.mark.parametrize("slash", ["", "/"])
def test_start_page_and_docs_work_below_a_path_of_a_proxy(tmp_path: Path, page: Page, slash: str) -> None:
    asked = []
    with Live(tmp_path / "below", GATEPOST_PUBLIC_URL="https://example.org/accounts") as below:

        def as_a_proxy(route: Route) -> None:
            path = urlsplit(route.request.url).path
            asked.append(path)
            sent, body = {"Content-Type": "application/json"}, route.request.post_data
            answer = httpx.request(
                route.request.method,
                below.url + path.removeprefix("/accounts"),
                content=body,
                headers=sent if body else {},
                trust_env=False,
            )
            route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)

        page.route("https://example.org/**", as_a_proxy)
        page.goto("https://example.org/accounts/")
        page.get_by_role("link", name="Every endpoint").click()
        page.goto(f"https://example.org/accounts/docs{slash}")
        expect(page.locator(".opblock").first).to_be_visible()
        page.locator(".opblock-summary", has_text="Tell that the process is alive").click()
        page.locator(".opblock.is-open").get_by_role("button", name="Execute").click()
        expect(page.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    assert [path for path in asked if not path.startswith("/accounts/")] == []
    assert "/accounts/healthz" in asked
