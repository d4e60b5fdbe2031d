"""Every way to log in ends in a cookie where the request says so, and in no token then."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from gatepost.providers.find_provider import ENDPOINTS as KNOWN_ENDPOINTS
from gatepost.providers.key_sets import KEYS
from tests.login.test_every_way_in import WAYS_IN
from tests.providers.browser import RETURN_TO, code_of, come_back
from tests.support.authenticator import Authenticator
from tests.support.letters import Letters
from tests.support.page import OWN, Page, set_cookies
from tests.support.passkeys import LOG_IN, LOG_IN_OPTIONS, OPTIONS, PASSKEYS
from tests.support.people import People
from tests.support.provider import Provider
from tests.support.software_key import Authenticator as Key
from tests.support.time import SetClock
from tests.web.endpoints import BODIES, ENDPOINTS, assert_refused

pytestmark = pytest.mark.every_engine

HOME = "http://localhost:8087"
EMAIL = "ada@example.org"
COOKIE = {"session": "cookie"}
KEPT_IN = Literal["tokens", "cookie"]
LOG_INS = [
    name
    for name, endpoint in ENDPOINTS.items()
    if any(field.annotation == KEPT_IN for field in getattr(endpoint.body, "model_fields", {}).values())
]


@pytest.fixture
def provider() -> Any:
    KNOWN_ENDPOINTS.forget()
    KEYS.forget()
    with Provider() as running:
        yield running


@pytest.fixture
def app(make_app: Callable[..., Flask], provider: Provider, time: SetClock) -> Flask:
    return make_app(public_url=HOME, providers=[provider.settings], return_urls=(RETURN_TO,))


@pytest.fixture
def page(app: Flask) -> Page:
    """A page of ours; ada is logged in, with an e-mail address."""
    people = People(app.test_client())
    people.settle("ada")
    page = Page(app, origin=HOME)
    uuid = page.log_in().json["data"]["uuid"]
    assert page.send("PATCH", f"/user/{uuid}", {"email": EMAIL}).status_code == 200
    Letters(app).new()
    return page


def by_password(page: Page, provider: Provider) -> TestResponse:
    return page.post("/user/login", {"username": "ada", "password": "password", **COOKIE})


def by_code(page: Page, provider: Provider) -> TestResponse:
    page.post("/user/login/code", {"email": EMAIL})
    code = Letters(page.app).one("login").code
    return page.post("/user/login/code", {"email": EMAIL, "code": code, **COOKIE})


def by_link(page: Page, provider: Provider) -> TestResponse:
    page.post("/user/login/code", {"email": EMAIL})
    return page.post("/user/login/code", {"token": Letters(page.app).one("login").token, **COOKIE})


def by_passkey(page: Page, provider: Provider) -> TestResponse:
    key = Key()
    assert page.post(PASSKEYS, key.create(page.post(OPTIONS).json)).status_code == 201
    return page.post(LOG_IN, {**key.get(page.post(LOG_IN_OPTIONS).json), **COOKIE})


def by_factor(page: Page, provider: Provider) -> TestResponse:
    begun = page.post("/user/factors/totp").json
    totp = Authenticator(begun["secret"], begun["id"])
    page.post("/user/factors/totp/verify", {"id": totp.id, "code": totp.code(steps=-1)})
    due = by_password(page, provider)
    assert_second(due)
    return page.post("/user/login/factor", {"token": due.json["second_factor"]["token"], "code": totp.code(), **COOKIE})


def assert_second(answer: TestResponse) -> None:
    assert (answer.status_code, answer.json["code"]) == (403, "second_factor_required")
    assert set_cookies(answer) == []


def by_exchange(page: Page, provider: Provider) -> TestResponse:
    code = code_of(come_back(page.app.test_client(), provider))
    return page.post("/user/login/exchange", {"code": code, **COOKIE})


def by_id_token(page: Page, provider: Provider) -> TestResponse:
    token = {"id_token": provider.id_token("a nonce"), "nonce": "a nonce"}
    return page.post("/user/login/with/example", {**token, **COOKIE})


WAYS = [by_password, by_code, by_link, by_passkey, by_factor, by_exchange, by_id_token]


@pytest.mark.asvs("6.3.4")
@pytest.mark.asvs("3.3.4")
@pytest.mark.parametrize("way", WAYS)
def test_it_ends_in_a_cookie_and_no_token(page: Page, provider: Provider, way: Any) -> None:
    if way in (by_exchange, by_id_token):
        provider.claims = {"email": "new@example.org", "sub": "somebody new"}
    answer = way(page, provider)
    assert answer.status_code == 200, answer.text
    assert answer.json.keys() == {"data", "message", "status"}
    assert len(set_cookies(answer)) == 1
    assert "eyJ" not in answer.text
    data = page.get("/user/session").json["data"]
    assert data == answer.json["data"]
    assert page.post("/user/logout/").status_code == 200


def test_these_are_all_log_ins() -> None:
    begins = {name for name in WAYS_IN if name.startswith(("login.login", "providers."))}
    assert set(LOG_INS) == begins
    assert len(WAYS) == len(LOG_INS) + 1  # a code and a link are of one endpoint


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("name", LOG_INS)
def test_none_gives_a_cookie_to_a_page_of_another_origin(app: Flask, name: str) -> None:
    endpoint = ENDPOINTS[name]
    body = {**(BODIES[name] if name != "login.login_with_code.post" else {"token": "a token"}), **COOKIE}
    stranger = Page(app, origin="https://evil.example", site="cross-site")
    path = endpoint.path.replace("<name:provider>", "example")
    assert_refused(stranger.post(path, body), (403, "cross_site_request"))
    assert_refused(Page(app, origin=OWN).post(path, body), (403, "cross_site_request"))


def test_a_second_step_without_the_wish_ends_in_tokens(page: Page, provider: Provider) -> None:
    """Each request says where its session goes: the log-in that waits keeps no wish."""
    begun = page.post("/user/factors/totp").json
    totp = Authenticator(begun["secret"], begun["id"])
    page.post("/user/factors/totp/verify", {"id": totp.id, "code": totp.code(steps=-1)})
    due = by_password(page, provider)
    assert_second(due)
    token = due.json["second_factor"]["token"]
    answer = page.post("/user/login/factor", {"token": token, "code": totp.code()})
    assert answer.json.keys() == {"access_token", "refresh_token"}


@pytest.mark.asvs("6.3.3")
def test_a_user_who_has_to_enrol_a_factor_does_so_by_cookie(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(second_factor="required")
    People(app.test_client()).settle("ada")
    page = Page(app)
    uuid = page.log_in().json["data"]["uuid"]
    assert page.get("/user/session").json["data"]["enrolling"] is True
    assert_refused(page.get(f"/user/{uuid}"), (403, "enrolment_required"))
    begun = page.post("/user/factors/totp").json
    totp = Authenticator(begun["secret"], begun["id"])
    assert page.post("/user/factors/totp/verify", {"id": totp.id, "code": totp.code()}).status_code == 200
    assert page.get("/user/session").json["data"]["enrolling"] is False
    assert page.get(f"/user/{uuid}").status_code == 200
