"""A life of an account in Chromium, on the pages of signed-in people; and one by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyotp
import pytest
from playwright.sync_api import Page

from tests.support.browser import Seen, needs_chromium, opened_browser, plug_in_authenticator
from tests.support.live import Live

pytestmark = needs_chromium

LOG_IN = """async () => {
  const body = JSON.stringify({ username: "ada", password: "password", session: "cookie" });
  const headers = { "Content-Type": "application/json" };
  return (await fetch("/user/login", { method: "POST", headers, body })).status;
}"""


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    with Live(tmp_path / "instance") as running:
        with running.client() as client:
            account = {"username": "ada", "mobile": "01799999999", "password": "password"}
            assert client.post("/user", json=account).status_code == 201
            assert client.post("/user/activate-account/", json={"mobile": "01799999999"}).status_code == 200
        yield running
        assert "Traceback" not in running.log


@pytest.fixture
def page(live: Live, tmp_path: Path) -> Iterator[Page]:
    """A page where ada is signed in, on a phone with an authenticator."""
    with opened_browser(tmp_path) as browser:
        page = browser.new_page(
            base_url=live.url.replace("127.0.0.1", "localhost"), viewport={"width": 320, "height": 640}
        )
        plug_in_authenticator(page)
        page.goto("/account/login")
        assert page.evaluate(LOG_IN) == 200
        yield page


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_life_of_an_account(page: Page, live: Live) -> None:
    seen = Seen(page)
    page.goto("/account")
    page.get_by_role("link", name="Details").click()
    page.get_by_label("Username").fill("ada.lovelace")
    page.get_by_label("Gender").select_option("Female")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("status").inner_text() == "Your details are saved."

    page.goto("/account/factors")
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_role("button", name="Show the picture").click()
    assert page.get_by_role("img", name="QR code with the key for your app").is_visible()
    assert fits(page)
    code = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", "")).now()
    page.get_by_label("Code that the app shows").fill(code)
    page.get_by_role("button", name="Confirm").click()
    assert page.locator(".codes li").count() == 10
    assert fits(page)
    page.get_by_role("link", name="I have kept them").click()

    page.get_by_role("link", name="Passkeys").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account/passkeys?done=passkey-added")
    assert page.get_by_role("status").inner_text() == "The passkey is added."
    page.goto("/account/passkeys/add")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("There is a passkey of yours on this device already.").wait_for()

    with live.client() as client:
        other = log_in_elsewhere(client, page)
        page.goto("/account/sessions")
        assert fits(page)
        page.get_by_role("button", name="Sign out python-httpx").click()
        assert page.get_by_role("status").inner_text() == "That device is signed out."
        assert client.get("/user/session", headers={"Authorization": f"Bearer {other}"}).status_code == 401

    page.goto("/account/delete")
    page.get_by_label("Type your username").fill("ada.lovelace")
    page.get_by_role("button", name="Delete my account for good").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Your account is deleted"
    page.goto("/account")
    assert page.url.endswith("/account/login?next=%2Faccount")
    assert not [said for said in seen.said if "409" not in said and "Failed to load" not in said]
    assert all(address.startswith(("http://localhost", "data:")) for address in seen.addresses)


def log_in_elsewhere(client: httpx.Client, page: Page) -> str:
    """A session by tokens, which needs a factor: a recovery code that the page makes."""
    page.goto("/account/factors/recovery-codes")
    page.get_by_role("button", name="Make new codes").click()
    code = page.locator(".codes code").first.inner_text()
    answer = client.post("/user/login", json={"username": "ada.lovelace", "password": "password"})
    sent = {"token": answer.json()["second_factor"]["token"], "recovery_code": code}
    answer = client.post("/user/login/factor", json=sent)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def test_all_of_it_works_by_keyboard_alone(page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto("/account")
    press_until(page, "Skip to the content")
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    press_until(page, "Devices")  # one of the cards, because the sections are skipped
    assert page.evaluate("document.activeElement.closest('.cards') !== null")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/sessions")
    assert page.locator("nav [aria-current=page]").inner_text() == "Devices"
    press_until(page, "Details")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/details")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "username":
            break
    page.keyboard.type("ada.by.keyboard")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/details?done=details")
    assert page.get_by_label("Username").input_value() == "ada.by.keyboard"


def press_until(page: Page, name: str) -> None:
    """Press Tab until what has this name is in focus, which shows."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(name)
