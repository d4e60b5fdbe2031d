"""The console on a slow network: each answer takes half a second on its way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.desk_browser import signed_in
from tests.support.browser import needs_chromium

pytestmark = [needs_chromium]

_SLOW = {"offline": False, "latency": 500, "downloadThroughput": 50_000, "uploadThroughput": 20_000}


@pytest.fixture
def page(world: tuple[str, Browser]) -> Iterator[Page]:
    context, page, seen = signed_in(world)
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", _SLOW)
    yield page
    aborted = "error: htmx:"  # htmx tells of each question that a newer one has taken the place of
    assert [said for said in seen.said if not said.startswith(aborted)] == []
    context.close()


def test_the_last_letter_decides_whom_a_search_finds(page: Page) -> None:
    page.locator("#q").press_sequentially("user0199", delay=200)
    expect(page.locator("#found tbody th").first).to_have_text("user019900")
    assert page.url.endswith("?q=user0199")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#found tbody th").first).to_have_text("user019900")


def test_an_impatient_second_click_does_a_deed_once(page: Page) -> None:
    page.fill("#q", "zoe")
    page.click("text=zoe")
    page.click("text=Begin a reset")
    page.fill("#reason", "has called")
    page.select_option("#channel", "sms")
    page.dblclick("main button")
    expect(page.locator("[role=status]")).to_have_text("A message with a code is on its way.")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("tr", has_text="password.reset_begun")).to_have_count(1)
