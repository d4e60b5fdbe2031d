"""All pages of signed-in people have this in common."""

import re
from collections.abc import Callable
from importlib.resources import files

import pytest
from flask import Flask

from gatepost.account import rooms
from gatepost.audit.events import EVENTS
from gatepost.http.access import PUBLIC
from gatepost.pages.page_room import Page
from tests.account.browser import OURS, Browser, where
from tests.account.own.visitor import Visitor, heading, notice
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import ENDPOINTS

PAGES = [page for room in rooms for page in room.pages if page.access is not PUBLIC]
OWN = [page for page in PAGES if page.path != "/account/forward"]  # which only protected hosts show
SHOWN = sorted({page.path for page in OWN if page.form is None and "<" not in page.path} - {"/account/confirm"})
FORMS = [page for page in OWN if page.form is not None]
OF_FACTOR = {"/account/factors/recovery-codes"}
AN_ID = "0" * 32


def filled(path: str) -> str:
    """A path with something in place of its variables."""
    path = path.replace("<name:kind>", "email").replace("<name:provider>", "example")
    return re.sub("<id:[a-z_]+>", AN_ID, path)


def test_there_are_pages() -> None:
    assert len(SHOWN) >= 14
    assert len(FORMS) >= 20


@pytest.mark.parametrize("path", [path for path in SHOWN if path not in OF_FACTOR])
def test_each_page_has_one_heading_and_is_stored_nowhere(inside: Visitor, path: str) -> None:
    answer = inside.get(path)
    assert answer.status_code == 200, answer.text
    assert heading(answer.text) in answer.text.partition("</title>")[0]
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.text.count("aria-current") == 1 or path == "/account/delete"
    assert 'lang="en"' in answer.text


@pytest.mark.parametrize("path", SHOWN)
def test_a_stranger_is_led_to_sign_in_and_back(app: Flask, path: str) -> None:
    stranger = Browser(app)
    assert where(path, stranger.get(path)) == f"/account/login?next={path.replace('/', '%2F')}"


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("page", FORMS, ids=lambda page: page.path)
def test_no_form_is_taken_without_the_token_of_this_browser(
    app: Flask, inside: Visitor, settled: Person, page: Page
) -> None:
    path, another = filled(page.path), Visitor(app, settled)
    for csrf in ("", another.csrf, f"{inside.csrf}0"):
        answer = inside.client.post(path, data={"csrf": csrf}, headers=OURS)
        assert answer.status_code == 403, (csrf, answer.text)
    for site in ("cross-site", "same-site", "none"):
        answer = inside.client.post(path, data={"csrf": inside.csrf}, headers={**OURS, "Sec-Fetch-Site": site})
        assert answer.status_code == 403, site
    assert inside.is_signed_in()


@pytest.mark.asvs("3.5.3")
@pytest.mark.parametrize("path", sorted({page.path for page in FORMS} - {page.path for page in OWN if not page.form}))
def test_nothing_changes_by_a_link(inside: Visitor, path: str) -> None:
    assert inside.get(f"{filled(path)}?csrf={inside.csrf}").status_code == 405
    assert inside.is_signed_in()


def test_only_sentences_of_ours_are_shown(inside: Visitor) -> None:
    assert notice(inside.page("/account/details?done=details")) == "Your details are saved."
    for done in ("You+have+won", "<b>x", "__class__", "items"):
        assert notice(inside.page(f"/account/details?done={done}")) == ""
    assert "have won" not in inside.page("/account?done=You+have+won")


@pytest.mark.asvs("7.5.1")
@pytest.mark.parametrize(
    "path",
    ["/account/delete", "/account/addresses/email", "/account/addresses/email/remove", "/account/tokens/new"],
)
def test_before_a_form_that_takes_a_recent_log_in_it_is_asked_for(
    make_app: Callable[..., Flask], time: SetClock, path: str
) -> None:
    app = make_app(reauthentication=True)
    ada = Visitor(app, People(app.test_client()).settle("ada", email="ada@example.org"))
    assert ada.get(path).status_code == 200
    time.pass_(minutes=6)
    assert where(path, ada.get(path)) == f"/account/confirm?next={path.replace('/', '%2F')}"
    answer = ada.sent(path, email="ada@new.example")
    assert where(path, answer) == f"/account/confirm?next={path.replace('/', '%2F')}"


def test_from_a_button_of_a_list_the_way_back_is_to_the_list(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(reauthentication=True)
    person = People(app.test_client()).settle("ada")
    ada, other = Visitor(app, person), Visitor(app, person)
    time.pass_(minutes=6)
    for path in ("/account/sessions/end-others", f"/account/sessions/{session_of(other)}/end"):
        answer = ada.sent(path)
        assert where(path, answer) == "/account/confirm?next=%2Faccount%2Fsessions"
    assert other.is_signed_in()


def session_of(visitor: Visitor) -> str:
    [cookie] = [each for each in visitor.client._cookies.values() if each.key == "gatepost-session"]  # type: ignore[union-attr]
    return cookie.value.partition(".")[0]


@pytest.mark.asvs("6.3.3")
def test_users_who_have_to_enrol_see_what_lets_them(make_app: Callable[..., Flask]) -> None:
    app = make_app(second_factor="required")
    ada = Visitor(app, People(app.test_client()).settle("ada"))
    for path in ("/account", "/account/factors"):
        html = ada.page(path)
        assert heading(html) == "Set up a second factor"
        assert set(re.findall(r'href="[./]*(account/[a-z/]+)"', html)) == {
            "account/factors/app",
            "account/passkeys/add",
        }
    open_to_them = {"/account", "/account/factors", "/account/factors/app", "/account/passkeys/add"}
    assert heading(ada.page("/account/factors/app")) == "Set up an app"
    assert heading(ada.page("/account/passkeys/add")) == "Add a passkey"
    for path in set(SHOWN) - open_to_them:
        assert where(path, ada.get(path)) == "/account/factors"
    assert where("/account/details", ada.sent("/account/details", username="eve")) == "/account/factors"


def test_each_event_that_users_are_shown_has_words() -> None:
    words = (files("gatepost.account") / "html/event_words.html").read_text()
    assert set(re.findall(r'^  "([a-z_.]+)": _\(', words, re.MULTILINE)) == {
        name for name, event in EVENTS.items() if event.shown
    }


@pytest.mark.parametrize("path", ["/account", "/account/delete"])
def test_the_data_can_be_downloaded_where_there_is_an_endpoint_for_it(inside: Visitor, path: str) -> None:
    offered = any(endpoint.path == "/user/<uuid:uuid>/export" for endpoint in ENDPOINTS.values())
    assert ("Download your data" in inside.page(path)) is offered


def test_pages_are_in_the_language_of_their_user(inside: Visitor, app: Flask) -> None:
    assert '<html lang="de">' in inside.page("/account", **{"Accept-Language": "de"})
    inside.sent("/account/details", username="ada", locale="ar")
    html = inside.page("/account")
    assert '<html lang="ar" dir="rtl">' in html


def test_without_account_pages_there_are_none(make_app: Callable[..., Flask]) -> None:
    app = make_app(account_pages=False)
    ada = Visitor(app, People(app.test_client()).settle("ada"))
    assert {ada.get(path).status_code for path in SHOWN} == {404}


def test_where_tokens_and_providers_are_off_no_page_leads_to_them(make_app: Callable[..., Flask]) -> None:
    app = make_app(personal_tokens_per_user=0, passkeys=False, providers=())
    html = Visitor(app, People(app.test_client()).settle("ada")).page("/account")
    assert not re.search("account/(tokens|passkeys|providers)", html)
    assert "account/sessions" in html
