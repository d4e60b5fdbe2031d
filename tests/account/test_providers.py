"""People sign in with another provider, and come back to a session in a cookie."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.account.browser import Browser, query, where
from tests.hooks.server import SECRET, HookServer
from tests.providers.browser import CALLBACK
from tests.providers.conftest import _provider as _provider
from tests.providers.conftest import provider as provider
from tests.support.provider import Provider, with_query

pytestmark = pytest.mark.one_factor
WITH, BACK = "/account/login/with/example", "/account/login/back"


@pytest.fixture
def app(make_app: Callable[..., Flask], provider: Provider) -> Flask:
    return make_app(providers=[provider.settings])


def come_back(browser: Browser, provider: Provider, **more: Any) -> str:
    """Go to the provider, agree there, and come back; the address to which that leads."""
    begun = browser.get(f"{WITH}?next=/account%3Fx%3D1")
    answer = browser.get(with_query(CALLBACK, **{**provider.authorize(begun.headers["Location"]), **more}))
    return where(CALLBACK, answer).removeprefix("http://127.0.0.1:8087")


def test_a_person_who_comes_back_is_signed_in(browser: Browser, provider: Provider) -> None:
    assert (
        f'href="../{WITH.removeprefix("/account/")}"'.replace("../", "../account/")
        in browser.get("/account/login").text
    )
    led = come_back(browser, provider)
    assert led.startswith(f"{BACK}?code=")
    browser.get(led)
    assert browser.user is None
    assert where(BACK, browser.send(BACK)) == "/account?x=1"
    assert browser.user is not None
    assert browser.send(BACK).status_code == 403  # the code was good once


@pytest.mark.parametrize(("length", "kept"), [(2500, True), (2501, False), (20_000, False)])
def test_an_address_too_long_for_a_cookie_hinders_no_sign_in(
    browser: Browser, provider: Provider, length: int, kept: bool
) -> None:
    """A browser drops a cookie of more than 4,096 characters, and with it the secret of the sign-in."""
    back = "/account?x=".ljust(length, "y")
    begun = browser.get(with_query(WITH, next=back))
    assert max(len(cookie.partition(";")[0]) for cookie in begun.headers.getlist("Set-Cookie")) <= 4096
    led = where(CALLBACK, browser.get(with_query(CALLBACK, **provider.authorize(begun.headers["Location"]))))
    browser.get(led.removeprefix("http://127.0.0.1:8087"))
    assert where(BACK, browser.send(BACK)) == (back if kept else "/account")


def test_a_code_of_another_browser_signs_nobody_in(browser: Browser, provider: Provider) -> None:
    """Otherwise an attacker could sign a victim in as the attacker (log-in CSRF)."""
    led = come_back(browser, provider)
    victim = Browser(browser.client.application)
    victim.get(led)
    assert victim.send(BACK).status_code == 403
    victim.get(WITH)
    assert victim.send(BACK, code=query(led)["code"]).status_code == 403
    assert victim.user is None


def test_a_person_who_says_no_there_is_back_at_the_sign_in_page(browser: Browser, provider: Provider) -> None:
    led = come_back(browser, provider, error="access_denied")
    assert where(BACK, browser.get(led)) == "/account/login?done=cancelled&next=%2Faccount%3Fx%3D1"


def test_a_refusal_is_told_on_the_sign_in_page(browser: Browser, provider: Provider) -> None:
    provider.claims = {"email_verified": False}
    led = come_back(browser, provider)
    assert led == f"{BACK}?error=unproven_email"
    told = browser.get(led)
    assert told.status_code == 403
    assert "<h1>" in told.text
    assert browser.filled["next"] == "/account?x=1"


def test_a_denial_of_the_hook_is_told_as_such_on_the_sign_in_page(
    make_app: Callable[..., Flask], provider: Provider
) -> None:
    with HookServer() as hook:
        hook.says({"allow": False, "reason": "Only for members."})
        browser = Browser(make_app(providers=[provider.settings], hook_url=hook.url, hook_secret=SECRET))
        led = come_back(browser, provider)
        assert led == f"{BACK}?error=denied_by_hook"
        told = browser.get(led)
        assert (told.status_code, "This is not allowed here." in told.text) == (403, True)


def test_our_own_page_is_meant_letter_for_letter(browser: Browser) -> None:
    own = f"http://127.0.0.1:8087{BACK}"
    begun = [browser.get(with_query("/user/login/with/example", return_to=url)) for url in (own, f"{own}?x=1")]
    assert [answer.status_code for answer in begun] == [302, 422]


def test_without_account_pages_nobody_returns_there(make_app: Callable[..., Flask], provider: Provider) -> None:
    off = Browser(make_app(providers=[provider.settings], account_pages=False))
    own = f"http://127.0.0.1:8087{BACK}"
    assert off.get(with_query("/user/login/with/example", return_to=own)).status_code == 422


def test_an_unknown_provider_is_told(browser: Browser) -> None:
    assert browser.get("/account/login/with/nobody").status_code == 404
