"""The second factor that is due is asked for on a page of its own."""

import json
from collections.abc import Callable

import pytest
from flask import Flask

from tests.account.browser import Browser, where
from tests.support.authenticator import Authenticator, enrol
from tests.support.letters import Letters
from tests.support.passkeys import add_passkey, options_to_log_in
from tests.support.people import People, Person
from tests.support.software_key import Authenticator as Key
from tests.support.time import SetClock

PATH = "/account/login/factor"
STEP = "Gatepost-Step-factor"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app(trusted_device="30d")


@pytest.fixture
def key(browser: Browser, ada: Person, time: SetClock) -> Key:
    key = Key()
    add_passkey(browser.client, ada, key)
    return key


@pytest.fixture
def codes(browser: Browser, ada: Person, time: SetClock) -> Authenticator:
    return enrol(browser.client, ada)


@pytest.fixture
def waiting(browser: Browser, codes: Authenticator) -> Browser:
    """A browser with ada's log-in that waits, on the page that asks for the factor."""
    led = where("/account/login", browser.sign_in(next="/account?x=1"))
    assert led == f"{PATH}?next=%2Faccount%3Fx%3D1"
    assert browser.user is None
    assert browser.get(led).status_code == 200
    return browser


@pytest.mark.asvs("6.3.3")
def test_a_code_of_the_app_finishes_the_log_in(waiting: Browser, codes: Authenticator, ada: Person) -> None:
    wrong = waiting.send(PATH, code=codes.wrong())
    assert wrong.status_code == 403
    assert waiting.user is None
    assert where(PATH, waiting.send(PATH, code=codes.code())) == "/account?x=1"
    assert waiting.user == ada.uuid
    assert waiting.client.get_cookie(STEP) is None


@pytest.mark.one_factor
def test_a_recovery_code_finishes_it_too(waiting: Browser, codes: Authenticator, ada: Person) -> None:
    assert where(PATH, waiting.send(PATH, recovery_code=codes.recovery_codes[0])) == "/account?x=1"
    assert waiting.user == ada.uuid


def test_a_passkey_finishes_it_too(browser: Browser, key: Key, codes: Authenticator, ada: Person) -> None:
    where("/account/login", browser.sign_in())
    assert 'data-root="../../"' in browser.get(PATH).text
    assert browser.send(PATH, passkey="{").status_code == 403
    sent = key.get(options_to_log_in(browser.client))
    assert where(PATH, browser.send(PATH, passkey=json.dumps(sent))) == "/account"
    assert browser.user == ada.uuid


@pytest.mark.one_factor
def test_a_passkey_alone_signs_in(browser: Browser, key: Key, ada: Person) -> None:
    sent = key.get(options_to_log_in(browser.client))
    path = "/account/login/passkey"
    assert browser.send(path, passkey=json.dumps({**sent, "type": "x"})).status_code == 403
    assert where(path, browser.send(path, passkey=json.dumps(sent), next="/account?x=1")) == "/account?x=1"
    assert browser.user == ada.uuid
    assert browser.send(path, passkey=json.dumps(sent)).status_code == 403


def test_the_token_of_the_log_in_is_in_no_page_and_no_address(waiting: Browser) -> None:
    """The browser keeps it where no script reads it, and for this browser alone it is good."""
    cookie = waiting.client.get_cookie(STEP)
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")
    assert cookie.value not in waiting.get(PATH).text
    elsewhere = Browser(waiting.client.application)
    elsewhere.client.set_cookie(STEP, cookie.value)
    agent = {"User-Agent": "another browser"}
    assert where(PATH, elsewhere.get(PATH, **agent)) == "/account/login?done=expired"


@pytest.mark.parametrize("cookie", ["", "x", "a.b.c", "0" * 200])
def test_without_a_log_in_that_waits_one_begins_again(browser: Browser, cookie: str) -> None:
    browser.client.set_cookie(STEP, cookie)
    for answer in (browser.get(PATH), browser.send(PATH, code="123456"), browser.send("/account/login/lost-factor")):
        assert where(PATH, answer) == "/account/login?done=expired"


def test_after_five_minutes_it_is_over(waiting: Browser, codes: Authenticator, time: SetClock) -> None:
    time.pass_(minutes=5)
    answer = waiting.send(PATH, code=codes.code())
    assert where(PATH, answer).startswith("/account/login?done=expired")
    assert waiting.user is None


def test_a_trusted_device_is_not_asked_again(waiting: Browser, codes: Authenticator) -> None:
    waiting.send(PATH, code=codes.code(), trust="yes")
    assert where("/account/login", waiting.sign_in(next="")) == "/account"


def test_an_untrusted_one_is(waiting: Browser, codes: Authenticator) -> None:
    waiting.send(PATH, code=codes.code())
    assert where("/account/login", waiting.sign_in()).startswith(PATH)


def test_the_loss_of_the_factor_is_reported(waiting: Browser, letters: Letters) -> None:
    letters.new()
    told = waiting.send("/account/login/lost-factor")
    assert "Your second factors will be removed on" in told.text
    assert [letter.name for letter in letters.new()] == ["factors_end_soon"]


def test_a_person_who_has_to_enrol_one_is_led_there(make_app: Callable[..., Flask]) -> None:
    app = make_app(second_factor="required", return_to=("https://app.example.org",))
    People(app.test_client()).settle("ada")
    browser = Browser(app)
    assert where("/account/login", browser.sign_in(next="https://app.example.org/")) == "/account/factors"
