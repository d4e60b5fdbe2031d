"""The sign-in page in Chromium: passkeys, the keyboard, and what it weighs."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.account.chromium.walk import PASSWORD, press, settle
from tests.support.browser import Seen, needs_chromium, plug_in_authenticator
from tests.support.live import Live

pytestmark = needs_chromium

ADD_PASSKEY = """async token => {
  const call = async (path, body) => (await fetch(path, { method: "POST", body: body && JSON.stringify(body),
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` }, credentials: "omit" })).json();
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await call("/user/passkeys/options"));
  return (await call("/user/passkeys", await navigator.credentials.create({ publicKey }))).status;
}"""


def with_passkey(page: Page, live: Live, username: str) -> Page:
    """A device with an authenticator that has a passkey of a new user."""
    token = settle(live, username)
    plug_in_authenticator(page)
    page.goto("/docs")
    assert page.evaluate(ADD_PASSKEY, token) == 201
    return page


def test_the_browser_offers_a_passkey_by_itself(page: Page, live: Live) -> None:
    seen = Seen(page)
    with_passkey(page, live, "lin").goto("/account/login?next=/account/confirm")
    expect(page).to_have_url(f"{live.url}/account/confirm")
    assert seen.said == []


def test_a_button_asks_for_a_passkey(page: Page, live: Live) -> None:
    page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")
    with_passkey(page, live, "mae").goto("/account/login")
    press(page, "Sign in with a passkey")
    expect(page).to_have_url(f"{live.url}/account")


def test_a_passkey_that_fails_is_told(page: Page, live: Live) -> None:
    page.goto("/account/login")
    page.route(re.compile("/passkey/options"), lambda route: route.abort())
    press(page, "Sign in with a passkey")
    expect(page.locator("#passkey-failed")).to_be_visible()


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_sign_in_page_is_small_and_stands_still(browser: Browser, live: Live, locale: str) -> None:
    """All that it loads is at most 40 KiB over the wire, and nothing moves while it loads."""
    with browser.new_context(base_url=live.url, locale=locale, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.add_init_script(
            "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(each => moved += each.value))"
            ".observe({ type: 'layout-shift', buffered: true });"
        )
        loaded: list[float] = []
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
        page.goto("/account/login", wait_until="networkidle")
        expect(page.locator("#passkey")).not_to_have_class("scripted")
        assert len(loaded) >= 4  # the page, its design, its mark, its script
        assert sum(loaded) <= 40 * 1024
        assert page.evaluate("moved") == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_page_works_by_keyboard_alone(page: Page, live: Live) -> None:
    settle(live, "kim")
    page.goto("/account/login")
    page.get_by_label("Username").focus()
    page.keyboard.type("kim")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live.url}/account")
