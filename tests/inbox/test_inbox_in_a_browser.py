"""/dev/inbox in a real browser: the code and the link are at hand, and what strangers wrote is only shown."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from gatepost.app import create_app
from gatepost.environment import load_settings
from gatepost.messaging.templates.catalogue import samples
from tests.inbox.test_inbox import write
from tests.support.browser import Seen, needs_chromium
from tests.support.browser import browser as browser
from tests.support.live import Live

pytestmark = needs_chromium
HOSTILE = "</pre><script>document['title']='owned'</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with Live(tmp_path_factory.mktemp("live")) as running:
        yield running


@pytest.fixture(scope="module")
def beside(live: Live) -> Flask:
    """A second process of the same service, so to say."""
    return create_app(load_settings({}, instance=live.instance))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that knows nothing of those before."""
    with browser.new_context() as context:
        yield context.new_page()


def test_messages_appear_by_themselves_and_do_nothing_but_be_read(live: Live, beside: Flask, page: Page) -> None:
    assert f"messages appear at {live.url}/dev/inbox" in live.log
    seen = Seen(page)
    page.goto(f"{live.url}/dev/inbox")
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    write(beside, "activation", username=HOSTILE, code="271828")
    message = page.locator("article")
    expect(message).to_have_count(1)
    expect(message.locator(".code")).to_have_text("271828")
    expect(message.get_by_role("link")).to_have_attribute("href", samples("activation", "email")["link"])
    assert f"Hello {HOSTILE}," in message.inner_text()

    message.get_by_text("As HTML").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading")).to_have_text("Activate your Gatepost account")
    assert HOSTILE in frame.locator("main").inner_text()
    assert frame.locator(".button").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(11, 99, 81)"
    assert page.locator("iframe").get_attribute("sandbox") == ""

    write(beside, "login", to="+8801712345678", channel="sms", code="314159")
    expect(page.locator("article").first).to_contain_text("314159 is your code")
    expect(frame.get_by_role("heading")).to_be_visible()  # what was open stays open
    assert page.title() == "Development inbox"
    assert (page.locator("img").count(), page.locator("article").count()) == (0, 2)
    assert [line for line in seen.said if line.startswith("error") or "Content Security Policy" in line] == []
    assert all(
        address.startswith((f"{live.url}/dev/", f"{live.url}/assets/", "data:", "about:")) for address in seen.addresses
    )
    assert not re.search("271828|314159", live.log)


def test_the_messages_to_one_address_have_a_page_of_their_own(live: Live, beside: Flask, page: Page) -> None:
    write(beside, to="one@example.org")
    write(beside, to="other@example.org")
    page.goto(f"{live.url}/dev/inbox?to=one@example.org")
    expect(page.locator("article")).to_have_count(1)
    expect(page.locator("article")).to_contain_text("one@example.org")
    page.get_by_role("link", name="Show all.").click()
    expect(page.locator("article", has_text="other@example.org")).to_be_visible()


def test_in_production_nothing_points_to_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    environment = {
        "GATEPOST_MODE": "production",
        "GATEPOST_ACTIVATION": "mobile",
        "GATEPOST_UPGRADE_AT_START": "1",
        "GATEPOST_PUBLIC_URL": "https://accounts.example",
        "SECRET_KEY": "a key of one's own, of at least 32 bytes",
    }
    with Live(tmp_path_factory.mktemp("live"), **environment) as live:
        assert "inbox" not in live.log
        with live.client() as client:
            assert client.get("/dev/inbox").status_code == 404
