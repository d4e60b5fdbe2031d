"""A signed-in person proves again who they are, and the cookie of before ends."""

import json
from collections.abc import Callable

import pytest
from flask import Flask, Response

from gatepost.account.frame import FRAME, account_room
from gatepost.app import PAGES
from gatepost.caller import Caller
from gatepost.http.access import FACTOR
from tests.account.browser import Browser, where
from tests.support.authenticator import Authenticator, enrol
from tests.support.letters import Letters
from tests.support.passkeys import add_passkey, options_to_log_in
from tests.support.people import People, Person
from tests.support.software_key import Authenticator as Key
from tests.support.time import SetClock

pytestmark = pytest.mark.one_factor
PATH = "/account/confirm"


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("gatepost-session")
    assert cookie is not None
    return str(cookie.value)


@pytest.fixture
def signed_in(browser: Browser, ada: Person, time: SetClock) -> Browser:
    browser.sign_in()
    time.pass_(minutes=10)
    browser.get(f"{PATH}?next=/account%3Fx%3D1")
    return browser


@pytest.mark.asvs("7.2.4")
def test_by_the_password_and_the_cookie_of_before_ends(signed_in: Browser, ada: Person) -> None:
    former = cookie_of(signed_in)
    wrong = signed_in.send(PATH, password="wrong")
    assert wrong.status_code == 403
    assert cookie_of(signed_in) == former
    assert where(PATH, signed_in.send(PATH, password=ada.password)) == "/account?x=1"
    assert signed_in.user == ada.uuid
    signed_in.client.set_cookie("gatepost-session", former)
    assert signed_in.user is None


def test_by_a_code_that_is_sent(signed_in: Browser, ada: Person, letters: Letters) -> None:
    letters.new()
    led = where(PATH, signed_in.send(f"{PATH}/code"))
    assert led == f"{PATH}?done=sent&next=%2Faccount%3Fx%3D1"
    signed_in.get(led)
    assert where(PATH, signed_in.send(PATH, sent_code=letters.one("login").code)) == "/account?x=1"


@pytest.fixture
def codes(browser: Browser, ada: Person, time: SetClock) -> Authenticator:
    """The app of ada, who has a passkey as well, and is signed in with the browser."""
    codes = enrol(browser.client, ada)
    browser.sign_in()
    browser.send("/account/login/factor", code=codes.code())
    time.pass_(minutes=10)
    return codes


def test_by_an_app_and_a_recovery_code(browser: Browser, codes: Authenticator) -> None:
    for field, proof in (("code", codes.code()), ("recovery_code", codes.recovery_codes[0])):
        browser.get(PATH)
        assert where(PATH, browser.send(PATH, **{field: proof})) == "/account"


def test_by_a_passkey(browser: Browser, ada: Person) -> None:
    key = Key()
    add_passkey(browser.client, ada, key)
    browser.sign_in()
    browser.get(PATH)
    sent = key.get(options_to_log_in(browser.client))
    assert where(PATH, browser.send(PATH, passkey=json.dumps(sent))) == "/account"


def test_without_any_proof_nothing_is_confirmed(signed_in: Browser) -> None:
    assert signed_in.send(PATH).status_code == 422


def test_only_a_factor_will_do_where_one_is_asked_for(browser: Browser, codes: Authenticator) -> None:
    assert 'name="password"' not in browser.get(f"{PATH}?by=factor").text
    assert browser.filled["by"] == "factor"
    assert where(PATH, browser.send(PATH, code=codes.code())) == "/account"


def test_a_person_without_a_factor_is_led_to_add_one(signed_in: Browser) -> None:
    assert where(PATH, signed_in.get(f"{PATH}?by=factor")) == "/account/factors"


def test_a_page_that_asks_for_more_leads_there_and_back(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, time: SetClock
) -> None:
    """The password makes the log-in recent, and the second factor is asked for then."""
    room = account_room("a page of the tests")

    @room.page("/account/of-the-tests", access=FACTOR, limit="60/minute")
    def show(caller: Caller) -> Response:
        return FRAME.show("refused.html", caller=caller)

    monkeypatch.setattr("gatepost.app.PAGES", (*PAGES, room))
    browser = Browser(make_app(reauthentication=True, service_name="with the page"))
    codes = enrol(browser.client, People(browser.client).join("ada"))
    browser.sign_in()
    browser.send("/account/login/factor", code=codes.code())
    time.pass_(minutes=10)
    page = "/account/of-the-tests"
    led = where(page, browser.get(f"{page}?a=b"))
    assert led == f"{PATH}?next=%2Faccount%2Fof-the-tests%3Fa%3Db"
    browser.get(led)
    assert where(PATH, browser.send(PATH, password="password")) == f"{page}?a=b"
    led = where(page, browser.get(f"{page}?a=b"))
    assert led == f"{PATH}?by=factor&next=%2Faccount%2Fof-the-tests%3Fa%3Db"
    browser.get(led)
    assert where(PATH, browser.send(PATH, code=codes.code())) == f"{page}?a=b"
    assert browser.get(page).status_code == 200
