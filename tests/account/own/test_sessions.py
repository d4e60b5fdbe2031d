"""Devices are listed on /account/sessions, and signed out there."""

import re

import pytest
from flask import Flask

from tests.account.browser import where
from tests.account.own.visitor import Visitor, notice
from tests.support.people import Person

PATH = "/account/sessions"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 <b>{{ 7*7 }}"


def ends_in(html: str) -> list[str]:
    """The addresses of the buttons that end a session, in their order."""
    return [f"/{path}" for path in re.findall(r"account/sessions/[0-9a-f]{32}/end", html)]


@pytest.mark.asvs("7.5.2")
def test_another_device_is_signed_out(app: Flask, inside: Visitor, settled: Person) -> None:
    other = Visitor(app, settled, agent=FIREFOX)
    html = inside.page(PATH)
    assert "Firefox on Linux" in html
    assert "&lt;b&gt;{{ 7*7 }}" in html
    this, that = ends_in(html)
    assert html.index("this device") < html.index("Firefox on Linux")
    assert where(that, inside.send(that)) == f"{PATH}?done=session-ended"
    assert not other.is_signed_in()
    assert notice(inside.page(f"{PATH}?done=session-ended")) == "That device is signed out."
    assert inside.sent(that).status_code == 404
    answer = inside.sent(this)
    assert where(this, answer) == "/account/login?done=signed-out"
    assert not inside.is_signed_in()


@pytest.mark.asvs("7.4.3")
def test_all_other_devices_are_signed_out(app: Flask, inside: Visitor, settled: Person) -> None:
    others = [Visitor(app, settled) for _ in range(2)]
    inside.page(PATH)
    path = f"{PATH}/end-others"
    assert where(path, inside.send(path)) == f"{PATH}?done=sessions-ended"
    assert not any(other.is_signed_in() for other in others)
    assert "You are signed in nowhere else." in inside.page(PATH)


def test_nobody_ends_the_session_of_another(app: Flask, inside: Visitor, eve: Person) -> None:
    [end] = ends_in(inside.page(PATH))
    assert Visitor(app, eve).sent(end).status_code == 404
    assert inside.is_signed_in()


def test_after_signing_out_the_back_button_shows_nothing(inside: Visitor) -> None:
    inside.page(PATH)
    inside.send("/account/logout")
    assert where(PATH, inside.get(PATH)).startswith("/account/login?next=")
