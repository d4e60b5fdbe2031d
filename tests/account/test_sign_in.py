"""People sign in with their password on a page, by any name they have."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.passwords.expire import expire_password
from tests.account.browser import OURS, Browser, where
from tests.support.people import People, Person

pytestmark = pytest.mark.one_factor


def test_by_username_number_and_address(browser: Browser, people: People) -> None:
    ada = people.settle("ada", mobile="01700000042", email="ada@example.org")
    for name in ("ada", "Ada", "01700000042", "ada@example.org"):
        browser.client.delete_cookie("gatepost-session")
        assert where("/account/login", browser.sign_in(name)) == "/account"
        assert browser.user == ada.uuid


def test_a_wrong_password_and_an_unknown_user_answer_alike(browser: Browser, ada: Person) -> None:
    wrong, unknown = (browser.sign_in(name, "a wrong password") for name in ("ada", "bob"))
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace("ada", "bob") == unknown.text
    assert "a wrong password" not in wrong.text
    assert browser.user is None


def test_a_malformed_address_is_told_at_its_field(browser: Browser) -> None:
    answer = browser.sign_in("ada@")
    assert answer.status_code == 422
    assert 'aria-describedby="name-error"' in answer.text


@pytest.mark.asvs("7.2.4")
def test_a_log_in_ends_the_session_that_the_browser_had(browser: Browser, ada: Person, eve: Person) -> None:
    """Session fixation: the cookie of before is worth nothing, and a planted one neither."""
    browser.client.set_cookie("gatepost-session", "a-planted-cookie")
    browser.sign_in("eve")
    former = browser.client.get_cookie("gatepost-session")
    assert former is not None
    assert former.value != "a-planted-cookie"
    assert browser.user == eve.uuid
    browser.sign_in("ada")
    assert browser.user == ada.uuid
    browser.client.set_cookie("gatepost-session", former.value)
    assert browser.user is None
    assert where("/account", browser.get("/account")) == "/account/login?next=%2Faccount"


def test_this_device_is_known_from_then_on(browser: Browser, ada: Person) -> None:
    browser.sign_in()
    cookie = browser.client.get_cookie("Gatepost-Device")
    assert cookie is not None
    assert cookie.http_only
    former = cookie.value
    browser.sign_in()
    again = browser.client.get_cookie("Gatepost-Device")
    assert again is not None
    assert again.value.split(".")[0] == former.split(".")[0]


def test_an_expired_password_is_replaced_on_the_same_page(app: Flask, browser: Browser, ada: Person) -> None:
    with app.app_context():
        expire_password(ada.uuid, end_sessions=True)
    asked = browser.sign_in()
    assert asked.status_code == 403
    assert 'name="new_password"' in asked.text
    again = browser.sign_in(new_password="short")
    assert again.status_code == 422
    assert 'id="new_password-error"' in again.text
    assert where("/account/login", browser.sign_in(new_password="a password of many new words")) == "/account"
    assert browser.user == ada.uuid


def test_what_is_not_offered_is_not_shown(make_app: Callable[..., Flask]) -> None:
    app = make_app(sign_up="closed", login_by_code=False, passkeys=False, providers=())
    shown = Browser(app).get("/account/login").text
    for absent in ("account/register", "login/code", "passkeys.js", "login/with"):
        assert absent not in shown


def test_the_pages_can_be_switched_off(make_app: Callable[..., Flask]) -> None:
    off = Browser(make_app(account_pages=False))
    assert {off.get(path).status_code for path in ("/account", "/account/login", "/account/register")} == {404}


HOSTILE = '"><script>alert(1)</script>{{7*7}}{% raw %}&lt;'


def test_what_was_typed_is_shown_as_text(browser: Browser) -> None:
    pages = {
        "/account/login": {"name": HOSTILE, "password": HOSTILE},
        "/account/login/code": {"name": HOSTILE, "code": "1"},
        "/account/register": {"username": HOSTILE, "email": HOSTILE, "mobile": HOSTILE, "password": HOSTILE},
        "/account/register/invited": {"username": HOSTILE, "invitation": HOSTILE, "password": HOSTILE},
        "/account/activate": {"name": HOSTILE, "username": HOSTILE, "code": HOSTILE},
        "/account/forgot": {"name": HOSTILE},
        "/account/reset": {"name": HOSTILE, "code": HOSTILE, "new_password": HOSTILE},
    }
    for path, fields in pages.items():
        text = browser.send(path, **fields).text
        assert "<h1>" in text, path
        assert "<script>" not in text
        assert "49" not in text
        assert browser.get(f"{path}?done={HOSTILE}&next={HOSTILE}").text.count("alert(1)") == 0


def test_a_person_on_a_page_of_a_signed_in_user_is_led_to_sign_in_and_back(client: FlaskClient, ada: Person) -> None:
    browser = Browser(client.application)
    led = where("/account", browser.get("/account?x=1"))
    assert led == "/account/login?next=%2Faccount%3Fx%3D1"
    browser.get(led)
    assert where("/account/login", browser.sign_in()) == "/account?x=1"
    shown = browser.get("/account")
    assert shown.headers["Cache-Control"] == "no-store"  # so that the back button shows nothing after sign-out
    assert where("/account/logout", browser.send("/account/logout")) == "/account/login?done=signed-out"
    assert "You are signed out." in browser.get("/account/login?done=signed-out").text
    assert client.get("/account", headers=OURS).status_code == 303
