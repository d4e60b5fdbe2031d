"""Codes that are sent: they sign in, activate, and set a new password."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.account.browser import Browser, where
from tests.support.letters import Letters
from tests.support.people import People
from tests.support.time import SetClock

pytestmark = pytest.mark.one_factor

EMAIL, MOBILE = "ada@example.org", "01700000042"
NEW = "a password of many new words"


@pytest.fixture
def uuid(browser: Browser, people: People, letters: Letters) -> str:
    uuid = people.settle("ada", mobile=MOBILE, email=EMAIL).uuid
    letters.new()
    return uuid


@pytest.mark.parametrize("name", ["ada", EMAIL, MOBILE])
def test_a_code_signs_in(browser: Browser, letters: Letters, uuid: str, name: str) -> None:
    path = "/account/login/code"
    led = where(path, browser.send(path, name=name, next="/account?x=1"))
    assert led == f"{path}?done=sent&next=%2Faccount%3Fx%3D1"
    assert "a message is on its way" in browser.get(led).text
    assert browser.filled == {"name": name, "next": "/account?x=1"}
    code = letters.one("login").code
    wrong = browser.send(path, code="000000" if code != "000000" else "111111")
    assert wrong.status_code == 403
    assert browser.filled["name"] == name
    assert where(path, browser.send(path, code=code)) == "/account?x=1"
    assert browser.user == uuid


def test_the_link_of_the_message_signs_in_where_it_is_typed(browser: Browser, letters: Letters, uuid: str) -> None:
    path = "/account/login/code"
    browser.send(path, name=EMAIL)
    link = letters.one("login").values["link"]
    assert where(path, browser.send(path, name=EMAIL, code=link)) == "/account"
    assert browser.user == uuid


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("path", ["/account/login/code", "/account/forgot"])
def test_an_unknown_name_is_answered_alike(browser: Browser, letters: Letters, uuid: str, path: str) -> None:
    known, unknown = (where(path, browser.send(path, name=name)) for name in ("ada", "nobody"))
    assert known == unknown
    assert len(letters.new()) == 1


def test_a_new_password_by_a_code(browser: Browser, letters: Letters, uuid: str) -> None:
    led = where("/account/forgot", browser.send("/account/forgot", name="ada"))
    assert led == "/account/reset?done=sent"
    browser.get(led)
    code = letters.new()[0].code
    weak = browser.send("/account/reset", code=code, new_password="short")
    assert weak.status_code == 422
    assert 'id="new_password-error"' in weak.text
    assert code not in weak.text
    done = browser.send("/account/reset", code=code, new_password=NEW)
    assert where("/account/reset", done) == "/account/login?done=reset"
    assert browser.sign_in().status_code == 403
    assert where("/account/login", browser.sign_in(password=NEW)) == "/account"
    assert browser.user == uuid


def test_a_new_password_by_the_link_in_another_browser(browser: Browser, letters: Letters, uuid: str) -> None:
    browser.send("/account/forgot", name=EMAIL)
    link = letters.one("reset").values["link"]
    other = Browser(browser.client.application)
    assert 'id="name"' in other.get("/account/reset").text
    done = other.send("/account/reset", name=EMAIL, code=link, new_password=NEW)
    assert where("/account/reset", done) == "/account/login?done=reset"


@pytest.fixture
def guest(strict: Flask) -> Browser:
    """A browser at a service where addresses have to be proven."""
    return Browser(strict)


def register(browser: Browser, **fields: str) -> str:
    given = {"username": "ada", "mobile": MOBILE, "password": "password", **fields}
    return where("/account/register", browser.send("/account/register", **given))


def test_register_and_activate_by_a_code(guest: Browser, letters: Letters, strict: Flask) -> None:
    letters = Letters(strict)
    led = register(guest, next="/account?x=1")
    assert led == "/account/activate?done=registered&next=%2Faccount%3Fx%3D1"
    assert MOBILE in guest.get(led).text
    code = letters.one("activation").code
    assert guest.send("/account/activate", code="1234567").status_code == 403
    assert where("/account/activate", guest.send("/account/activate", code=code)).startswith("/account/login?done=")
    assert where("/account/login", guest.sign_in()) == "/account?x=1"


def test_another_code_is_sent_on_request(strict: Flask, time: SetClock) -> None:
    guest, letters = Browser(strict), Letters(strict)
    register(guest)
    guest.get("/account/activate")
    letters.new()
    time.pass_(minutes=5)
    led = where("/account/activate", guest.send("/account/activate", again="yes", code="123"))
    assert led == "/account/activate?done=sent"
    code = letters.one("activation").code
    assert where("/account/activate", guest.send("/account/activate", code=code)) == "/account/login?done=activated"


def test_a_link_of_a_stranger_ends_the_password_and_says_how_to_choose_one(strict: Flask) -> None:
    """On a device that has not registered, the account may be that of somebody else (account pre-hijacking)."""
    letters = Letters(strict)
    register(Browser(strict), mobile="", email=EMAIL)
    other = Browser(strict)
    done = other.send("/account/activate", name=EMAIL, code=letters.one("activation").values["link"])
    assert where("/account/activate", done) == "/account/forgot?done=activated-without-password"


def test_where_no_code_is_asked_for_a_button_activates(browser: Browser) -> None:
    led = register(browser)
    assert led == "/account/activate?done=waits"
    assert 'name="code"' not in browser.get(led).text
    assert where("/account/activate", browser.send("/account/activate")) == "/account/login?done=activated"
    assert where("/account/login", browser.sign_in()) == "/account"


def test_a_registration_that_is_refused_says_why_at_its_fields(browser: Browser, uuid: str) -> None:
    answer = browser.send("/account/register", username="!", mobile="x", password="short")
    assert answer.status_code == 422
    assert all(f'id="{field}-error"' in answer.text for field in ("username", "mobile", "password"))
    assert 'value="short"' not in answer.text
    taken = browser.send("/account/register", username="ada", mobile="01700000043", password="password")
    assert taken.status_code == 409


@pytest.mark.asvs("6.3.8")
def test_a_private_registration_answers_a_taken_address_as_a_free_one(make_app: Callable[..., Flask]) -> None:
    app = make_app(
        registration_answer="private", activation="code", change_proof="on", user_directory="self", phone_region="BD"
    )
    one, two, letters = Browser(app), Browser(app), Letters(app)
    first = register(one)
    shown = one.get(first).text
    one.send("/account/activate", code=letters.one("activation").code)
    second = register(two, username="eve")
    assert first == second == "/account/activate?done=sent"
    assert shown.replace("ada", "eve") == two.get(second).text
    assert letters.new() == []


def test_closed_sign_up_says_so_and_takes_nobody(make_app: Callable[..., Flask]) -> None:
    browser = Browser(make_app(sign_up="closed"))
    for path in ("/account/register", "/account/register/invited"):
        assert "takes no new accounts" in browser.get(path).text
        answer = browser.send(path, username="ada", mobile=MOBILE, password="password", invitation="x")
        assert answer.status_code == 403


def test_by_an_invitation_where_there_is_no_other_way(make_app: Callable[..., Flask]) -> None:
    app = make_app(sign_up="invited", activation="code", phone_region="international")
    client, letters = app.test_client(), Letters(app)
    root = People(client).appoint(app, "root", mobile="+8801800000001")
    letters.new()
    assert client.post("/admin/invitations", json={"email": EMAIL}, headers=root.signed).status_code == 201
    link = letters.one("invitation").values["link"]
    browser, path = Browser(app), "/account/register/invited"
    assert where("/account/register", browser.get("/account/register")) == path
    given = {"username": "ada", "password": NEW}
    assert browser.send(path, invitation="of nobody", **given).status_code == 403
    assert browser.send(path, invitation=link, username="ada", password="short").status_code == 422
    assert where(path, browser.send(path, invitation=link, **given)) == "/account/login?done=activated"
    assert where("/account/login", browser.sign_in(EMAIL, NEW)) == "/account"
    assert browser.send("/account/register", mobile=MOBILE, **given).status_code == 403
