"""A day at the support in Chromium: by mouse, by keyboard alone, and without JavaScript."""

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.desk_browser import EVIL, signed_in
from tests.support.browser import needs_chromium

pytestmark = [needs_chromium]


def test_a_day_at_the_support(world: tuple[str, Browser]) -> None:
    """Ada calls: a code is sent to her. Later she is suspended with an end; the record says by whom and why."""
    context, page, seen = signed_in(world)
    begun = time.monotonic()
    page.locator("#q").press_sequentially("user0199")
    expect(page.locator("#found tbody tr")).to_have_count(25)
    expect(page.locator("#found tbody th").first).to_have_text("user019900")
    assert time.monotonic() - begun < 3
    assert page.url.endswith("/admin/console/users?q=user0199")
    page.fill("#q", "user00777")
    expect(page.locator("#found tbody tr")).to_have_count(10)
    assert "user019900" not in page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    page.fill("#q", "01712 345-671")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    page.click("text=ada")
    page.click("text=Begin a reset")
    page.fill("#reason", "has called, lost her password")
    page.select_option("#channel", "sms")
    page.click("main button")
    expect(page.locator("[role=status]")).to_have_text("A message with a code is on its way.")
    row = page.locator("tr", has_text="reset").first
    expect(row).to_contain_text("0171…71")
    page.reload()
    page.click("nav >> text=Suspend")
    page.fill("#until", "2099-01-31T10:15")
    page.fill("#reason", "sends advertisements")
    page.click("main button")
    expect(page.locator("h1 + p[role=status]")).to_have_text("The user is suspended.")
    expect(page.locator(".pill.suspended").locator("xpath=..")).to_contain_text("until 31 Jan 2099 10:15 UTC")
    page.click("text=All events")
    line = page.locator("tr", has_text="account.suspended")
    expect(line).to_contain_text("sends advertisements")
    page.click("nav >> text=Overview")
    expect(page.locator("svg.chart")).to_have_count(3)
    page.click("text=Last week")
    page.click("summary >> nth=0")
    expect(page.locator("details[open] tbody tr")).to_have_count(168)
    page.click("nav >> text=Sign out")
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert seen.said == []
    assert all(address.startswith(world[0]) for address in seen.addresses)
    context.close()


def test_by_the_keyboard_alone(world: tuple[str, Browser]) -> None:
    context, page, _ = signed_in(world)
    page.keyboard.type("zo")
    expect(page.locator("#found tbody tr")).to_have_count(1)
    tab_to(page, "zoe")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("zoe")
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    tab_to(page, "Lift waits")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Lift waits: zoe")
    tab_to(page, "")
    page.keyboard.type("has called")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("No wait holds any more.")
    context.close()


def tab_to(page: Page, text: str) -> None:
    """Press the tabulator until what has the focus shows this text, or is the field for the reason."""
    for _ in range(40):
        page.keyboard.press("Tab")
        shown = page.evaluate("[document.activeElement.innerText, document.activeElement.id]")
        if shown[0] == text or (not text and shown[1] == "reason"):
            return
    raise AssertionError(f"{text} has no focus")


def test_without_javascript(world: tuple[str, Browser]) -> None:
    context, page, _ = signed_in(world, java_script_enabled=False)
    page.fill("#q", "user00777")
    page.click("text=Find")
    expect(page.locator("#found tbody tr")).to_have_count(10)
    page.click("text=user007770")
    page.click("nav >> text=Suspend")
    page.fill("#reason", "is no person")
    page.click("main button")
    expect(page.locator("[role=status]")).to_have_text("The user is suspended.")
    context.close()


@pytest.mark.asvs("3.2.2")
def test_a_hostile_name_runs_nothing_and_a_session_that_is_over_leads_to_the_sign_in(
    world: tuple[str, Browser],
) -> None:
    """Also where the script shows it, and where the answer to the script is that somebody has to sign in."""
    context, page, seen = signed_in(world)
    page.locator("#q").press_sequentially("<img")
    expect(page.locator("#found tbody th")).to_have_text([EVIL])
    page.click("#found tbody a")
    expect(page.locator("h1")).to_have_text(EVIL)
    assert seen.said == []
    page.goto(f"{world[0]}/admin/console/users")
    context.clear_cookies()
    page.locator("#q").press_sequentially("a")
    expect(page.locator("h1")).to_have_text("Sign in")
    assert page.url.endswith("account/login?next=%2Fadmin%2Fconsole%2Fusers%3Fq%3Da")
    context.close()


def test_staff_see_the_pages_of_a_user_under_a_banner_and_come_back(world: tuple[str, Browser]) -> None:
    context, page, seen = signed_in(world, locale="en-GB")
    page.fill("#q", "zoe")
    page.click("#found tbody a >> text=zoe")
    page.click("text=Act as the user")
    page.fill("#reason", "sees an empty page")
    page.click("main button")
    expect(page).to_have_url(f"{world[0]}/account")
    expect(page.locator(".acting")).to_contain_text("You act as zoe.")
    page.click("text=Details")
    expect(page.locator(".acting")).to_contain_text("You act as zoe.")
    page.click("main button")
    expect(page.locator("[role=alert]")).to_contain_text("Not while you act as somebody else")
    page.click(".acting button")
    expect(page.locator("[role=status]")).to_have_text("You act as yourself again.")
    page.goto(f"{world[0]}/account/details")
    expect(page.locator(".acting")).to_have_count(0)
    assert [each for each in seen.said if "403 (Forbidden)" not in each] == []
    context.close()
