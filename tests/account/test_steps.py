"""A value that a browser carries from one page to the next is short-lived, ours, and read by no script."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.account.browser import Browser
from tests.support.people import Person
from tests.support.time import SetClock

PATH, NAME = "/account/login/code", "Gatepost-Step-code"


def test_after_a_quarter_of_an_hour_it_is_over(browser: Browser, ada: Person, time: SetClock) -> None:
    browser.send(PATH, name="ada")
    browser.get(PATH)
    assert browser.filled["name"] == "ada"
    carried = browser.client.get_cookie(NAME)
    assert carried is not None
    time.pass_(minutes=15)
    browser.client.set_cookie(NAME, carried.value)
    browser.get(PATH)
    assert "name" not in browser.filled


@pytest.mark.asvs("3.3.1", "3.3.4")
def test_over_https_only_this_host_can_set_it(make_app: Callable[..., Flask]) -> None:
    browser = Browser(make_app(public_url="https://accounts.example.org"))
    (cookie,) = browser.send(PATH, name="ada").headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    assert name == f"__Host-{NAME}"
    assert rest.endswith("; Path=/; Max-Age=900; HttpOnly; SameSite=Lax; Secure")
    assert "ada" not in rest


def test_that_of_one_ceremony_is_good_for_no_other(browser: Browser, ada: Person) -> None:
    browser.send(PATH, name="ada")
    carried = browser.client.get_cookie(NAME)
    assert carried is not None
    browser.client.set_cookie("Gatepost-Step-reset", carried.value)
    browser.get("/account/reset")
    assert "name" not in browser.filled
