"""Forms of others, and pages in frames of others, achieve nothing."""

import pytest

from tests.account.browser import OURS, Browser, where
from tests.support.people import Person

pytestmark = pytest.mark.one_factor

WAYS_IN = {
    "/account/login": {"name": "ada", "password": "password"},
    "/account/login/code": {"name": "ada"},
    "/account/login/passkey": {"passkey": "{}"},
    "/account/login/factor": {"code": "123456"},
    "/account/login/lost-factor": {"next": ""},
    "/account/login/back": {"code": "x"},
    "/account/register": {"username": "eve", "mobile": "01711111111", "password": "password"},
    "/account/register/invited": {"invitation": "x", "username": "eve", "password": "password"},
    "/account/activate": {"name": "01711111111"},
    "/account/forgot": {"name": "ada"},
    "/account/reset": {"name": "ada", "code": "1", "new_password": "password"},
}
SIGNED_IN = {"/account/confirm": {"password": "password"}, "/account/confirm/code": {}, "/account/logout": {}}
OTHERS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
]


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("headers", OTHERS)
def test_a_form_of_another_origin_is_refused(browser: Browser, ada: Person, headers: dict[str, str]) -> None:
    browser.sign_in()
    csrf = {"csrf": browser.get("/account").text.partition('name="csrf" value="')[2].partition('"')[0]}
    for path, fields in {**WAYS_IN, **SIGNED_IN}.items():
        answer = browser.client.post(path, data={**fields, **csrf}, headers=headers)
        assert answer.status_code == 403, path
        assert "This did not work" in answer.text
        assert "Set-Cookie" not in answer.headers
    assert browser.user == ada.uuid


@pytest.mark.asvs("3.5.1")
def test_a_form_of_a_signed_in_person_has_the_token_of_this_very_session(
    browser: Browser, ada: Person, eve: Person
) -> None:
    other = Browser(browser.client.application)
    other.sign_in("eve")
    other.get("/account/confirm")
    browser.sign_in()
    browser.get("/account/confirm")
    for path, fields in SIGNED_IN.items():
        for csrf in (None, "", "x", other.filled["csrf"]):
            given = {name: value for name, value in {**fields, "csrf": csrf}.items() if value is not None}
            answer = browser.client.post(path, data=given, headers=OURS)
            assert answer.status_code == 403, (path, csrf)
            assert "Set-Cookie" not in answer.headers
    assert (browser.user, other.user) == (ada.uuid, eve.uuid)


@pytest.mark.asvs("3.5.1")
def test_a_get_changes_nothing(browser: Browser, ada: Person) -> None:
    browser.sign_in()
    for path, fields in {**WAYS_IN, **SIGNED_IN}.items():
        answer = browser.client.get(path, query_string=fields, headers=OURS)
        assert "gatepost-session" not in str(answer.headers.getlist("Set-Cookie"))
        assert answer.status_code in (200, 303, 405), path
    assert browser.user == ada.uuid


@pytest.mark.asvs("3.4.6")
def test_no_page_is_shown_in_a_frame(browser: Browser, ada: Person) -> None:
    browser.sign_in()
    for path in ("/account/login", "/account/register", "/account/confirm", "/account"):
        headers = browser.get(path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_cookie_of_an_ended_session_leads_to_sign_in_and_is_taken_away(browser: Browser, ada: Person) -> None:
    browser.sign_in()
    browser.get("/account")
    cookie = browser.client.get_cookie("gatepost-session")
    assert cookie is not None
    csrf = browser.filled["csrf"]
    browser.send("/account/logout")
    browser.client.set_cookie("gatepost-session", cookie.value)
    answer = browser.get("/account")
    assert where("/account", answer) == "/account/login?next=%2Faccount"
    assert "gatepost-session=; Path=/; Max-Age=0" in str(answer.headers.getlist("Set-Cookie"))
    browser.client.set_cookie("gatepost-session", cookie.value)
    assert where("/account/logout", browser.send("/account/logout", csrf=csrf)) == "/account/login?next=%2Faccount"
    browser.client.set_cookie("gatepost-session", cookie.value)
    assert (
        where("/account/confirm", browser.send("/account/confirm", csrf=csrf))
        == "/account/login?next=%2Faccount%2Fconfirm"
    )
