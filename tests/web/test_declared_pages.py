"""Pages for people are declared like endpoints, and forms come from our own pages only."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from gatepost.api.error_handlers import answer_errors
from gatepost.app import PAGES
from gatepost.caller import Caller
from gatepost.http.access import CLIENT, MONITOR, PUBLIC, SIGNED_IN
from gatepost.http.admission import Admission
from gatepost.http.form import Form
from gatepost.http.gate import Gate
from gatepost.http.limits import Unlimited
from gatepost.http.middleware import Middleware
from gatepost.pages import Room
from gatepost.pages.serve_page import open_pages
from gatepost.settings import Settings
from tests.support.people import Person
from tests.web.endpoints import assert_refused

NEVER = Unlimited("it is a test")
OF_PEOPLE = ("/account", "/admin/console")
SIGNED_OUT = {
    "/account/login",
    "/account/login/code",
    "/account/login/passkey",
    "/account/login/factor",
    "/account/login/lost-factor",
    "/account/login/with/<name:provider>",
    "/account/login/back",
    "/account/register",
    "/account/register/invited",
    "/account/activate",
    "/account/forgot",
    "/account/reset",
}
DECLARED = [page for room in PAGES for page in room.pages]


class Named(Form):
    name: str


@pytest.fixture
def hall(make_service: Callable[..., Flask]) -> FlaskClient:
    """A service with pages of the tests' own, in place of its own ones."""
    app, room = Flask("hall"), Room("hall")
    app.extensions["gatepost"] = make_service(public_url="https://Accounts.Example.org:443/").extensions["gatepost"]

    @room.page("/form", access=PUBLIC, limit=NEVER, form=Named)
    def take(form: Named) -> Response:
        return Response(form.name)

    @room.page("/own", access=SIGNED_IN, limit=NEVER)
    def own(caller: Caller) -> Response:
        return Response(caller.username)

    @room.page("/hidden", access=PUBLIC, limit=NEVER, shown_if=lambda settings: settings.debug)
    def hidden() -> Response:
        return Response("hidden")

    def nobody(*_: Any, **__: Any) -> Any:
        raise AssertionError

    settings: Settings = app.extensions["gatepost"]
    open_pages(app, [room], Admission(Gate(*[nobody] * 8), None), settings)
    answer_errors(app)
    app.wsgi_app = Middleware(app.wsgi_app, settings, last_resort=nobody)  # type: ignore[method-assign]
    return app.test_client()


def send(hall: FlaskClient, **headers: str) -> Any:
    return hall.post(
        "/form", data={"name": "ada"}, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


def test_every_page_says_who_may_see_it_and_how_often() -> None:
    assert {page.path for page in DECLARED} >= {"/", "/docs", "/docs/<name>", "/openapi.json", "/link", "/dev/inbox"}
    for page in DECLARED:
        if page.path.startswith(OF_PEOPLE):
            assert not isinstance(page.limit, Unlimited)
            assert page.access is not PUBLIC or page.path in SIGNED_OUT
            continue
        assert page.access is (MONITOR if page.path == "/metrics" else PUBLIC)
        if page.path.startswith("/user/login/with/"):  # it asks a provider, and the database
            assert page.limit == "30/minute"
            continue
        if page.path == "/.well-known/gatepost/signed-in":  # it counts in the database that a code was used
            assert page.limit == "120/minute"
            continue
        assert isinstance(page.limit, Unlimited)
        assert page.limit.why


@pytest.mark.asvs("3.5.1")
def test_one_form_comes_from_other_sites() -> None:
    assert [page.name for page in DECLARED if page.from_anywhere] == ["provider_pages.come_back_by_form.post"]


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize("forgotten", ["access", "limit"])
def test_a_page_whose_access_or_limit_was_forgotten_cannot_be_declared(forgotten: str) -> None:
    declared = {"access": PUBLIC, "limit": NEVER}
    del declared[forgotten]
    with pytest.raises(TypeError, match=forgotten):
        Room("x").page("/x", **declared)


def test_a_page_takes_just_what_it_declares() -> None:
    with pytest.raises(TypeError, match="differ"):
        Room("x").page("/x", access=PUBLIC, limit=NEVER)(lambda form: form)
    with pytest.raises(TypeError, match="differ"):
        Room("x").page("/x", access=PUBLIC, limit=NEVER, form=Named)(lambda: None)
    with pytest.raises(TypeError, match="from anywhere"):
        Room("x").page("/x", access=PUBLIC, limit=NEVER, from_anywhere="harmless")(lambda: None)
    with pytest.raises(TypeError, match="people"):
        Room("x").page("/x", access=CLIENT, limit=NEVER)(lambda: None)


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "cross-site", "Origin": "https://accounts.example.org"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://accounts.example.org.evil.example"},
        {"Origin": "http://accounts.example.org"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_origin_is_refused(hall: FlaskClient, headers: dict[str, str]) -> None:
    assert_refused(send(hall, **headers), (403, "cross_site_form"))


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("headers", [{"Sec_Fetch_Site": "same-origin"}, {"Origin": "https://accounts.example.org"}])
def test_a_form_of_our_own_page_is_taken(hall: FlaskClient, headers: dict[str, str]) -> None:
    assert send(hall, **headers).text == "ada"


def test_a_form_that_lacks_a_field_is_refused(hall: FlaskClient) -> None:
    answer = hall.post("/form", data={"other": "x"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert_refused(answer, (400, "invalid_request"))


def test_a_page_that_asks_who_it_is_for_shows_strangers_nothing(hall: FlaskClient) -> None:
    assert_refused(hall.get("/own"), (401, "authentication_required"))


def test_a_page_that_the_settings_do_not_show_is_not_there(hall: FlaskClient) -> None:
    assert_refused(hall.get("/hidden"), (404, "not_found"))


def test_pages_are_served_to_people_who_are_signed_in_too(door: FlaskClient, guest: Person) -> None:
    assert door.get("/", headers=guest.signed).status_code == 200
