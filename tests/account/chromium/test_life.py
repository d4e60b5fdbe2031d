"""Chromium goes through the life of an account, without JavaScript where the browser needs none."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.account.chromium.walk import PASSWORD, fill, newest_code, press, settle, sign_in
from tests.support.authenticator import Authenticator
from tests.support.browser import Seen, needs_chromium
from tests.support.live import Live
from tests.support.people import bearer

pytestmark = needs_chromium

NEW = "another password of many words"


def test_a_life_of_an_account_without_javascript(plain: Page, live: Live) -> None:
    plain.goto("/account")
    plain.get_by_role("link", name="Create an account").click()
    fill(plain, Username="ada")
    plain.get_by_label("E-mail address").fill("ada@example.org")
    fill(plain, Password=PASSWORD)
    press(plain, "Create an account")
    expect(plain.get_by_role("status")).to_have_text("Your account was created. We have sent you a code.")
    expect(plain.get_by_label("Mobile number or e-mail address")).to_have_value("ada@example.org")
    plain.get_by_label("Code").fill(newest_code(live, "ada@example.org"))
    press(plain, "Activate")
    expect(plain.get_by_role("status")).to_have_text("Your account is active. You can sign in now.")
    fill(plain, Username="ada@example.org", Password="wrong")
    press(plain, "Sign in")
    expect(plain.get_by_role("alert")).to_be_visible()
    fill(plain, Password=PASSWORD)
    press(plain, "Sign in")
    expect(plain).to_have_url(f"{live.url}/account")
    expect(plain.get_by_text("ada", exact=True)).to_be_visible()
    press(plain, "Sign out")
    expect(plain.get_by_role("status")).to_have_text("You are signed out.")
    plain.go_back()
    expect(plain.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "You are signed in" not in plain.content()

    plain.goto("/account/login")
    plain.get_by_role("link", name="Forgot your password?").click()
    fill(plain, Username="ada")
    press(plain, "Send a code")
    expect(plain.get_by_role("heading", name="Choose a new password")).to_be_visible()
    code = newest_code(live, "ada@example.org", "reset")
    plain.get_by_label("Code").fill(code)
    fill(plain, New_password=NEW)
    press(plain, "Change the password")
    expect(plain.get_by_role("status")).to_have_text("Your password was changed. Sign in with it now.")
    sign_in(plain, "ada", NEW)
    expect(plain).to_have_url(f"{live.url}/account")


def test_a_second_factor_without_javascript(plain: Page, live: Live) -> None:
    token = settle(live, "grace")
    with live.client() as client:
        begun = client.post("/user/factors/totp", headers=bearer(token)).json()
        codes = Authenticator(begun["secret"], begun["id"])
        body = {"id": codes.id, "code": codes.code(steps=-1)}
        assert client.post("/user/factors/totp/verify", json=body, headers=bearer(token)).status_code == 200
    sign_in(plain, "grace")
    expect(plain.get_by_role("heading", name="One more step")).to_be_visible()
    plain.goto("/account")
    expect(plain.get_by_role("heading", name="Sign in")).to_be_visible()
    plain.goto("/account/login/factor")
    plain.get_by_label("Code of your app").fill(codes.code())
    press(plain, "Continue")
    expect(plain).to_have_url(f"{live.url}/account")


def test_a_person_comes_back_to_a_listed_app_and_to_no_other(page: Page, live: Live, app_port: int) -> None:
    """Chromium lets a form lead there by a redirect, because the policy of the page names the origin."""
    settle(live, "ken")
    seen = Seen(page)
    page.route(re.compile(rf":{app_port}/"), lambda route: route.fulfill(body="the app"))
    sign_in(page, "ken", to=f"http://localhost:{app_port}/cart?of=ken")
    expect(page.get_by_text("the app")).to_be_visible()
    assert page.url == f"http://localhost:{app_port}/cart?of=ken"
    sign_in(page, "ken", to=f"http://localhost:{app_port + 1}/cart")
    expect(page).to_have_url(f"{live.url}/account")
    assert [said for said in seen.said if "Content Security Policy" in said] == []


def test_two_log_ins_in_one_browser(browser: Browser, live: Live) -> None:
    """The later one counts in both tabs, and a form of the earlier one changes nothing."""
    settle(live, "ann")
    settle(live, "bob")
    with browser.new_context(base_url=live.url) as context:
        one, two = context.new_page(), context.new_page()
        sign_in(one, "ann")
        expect(one.get_by_text("ann", exact=True)).to_be_visible()
        sign_in(two, "bob")
        expect(two.get_by_text("bob", exact=True)).to_be_visible()
        press(one, "Sign out")
        expect(one.get_by_role("heading", name="This did not work")).to_be_visible()
        two.reload()
        expect(two.get_by_text("bob", exact=True)).to_be_visible()
