"""A session in a cookie ends as every session does, and the browser loses the cookie."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.roles.set_roles import set_roles
from gatepost.sessions import by_cookie
from gatepost.sessions.models import Session
from tests.browser_sessions.test_forged_requests import BY_COOKIE, paths_for
from tests.support.page import Page, set_cookies
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import BODIES, assert_refused

pytestmark = pytest.mark.every_engine

OVER = (401, "invalid_token")
TAKEN_AWAY = ["gatepost-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"]


def assert_over(page: Page) -> None:
    answer = page.get("/user/session")
    assert_refused(answer, OVER)
    assert set_cookies(answer) == TAKEN_AWAY


@pytest.mark.asvs("7.4.1")
def test_a_log_out_ends_the_session_and_takes_the_cookie(page: Page) -> None:
    cookie = page.cookie
    answer = page.post("/user/logout/")
    assert (answer.status_code, set_cookies(answer), page.cookie) == (200, TAKEN_AWAY, "")
    page.cookie = cookie
    assert_over(page)


@pytest.mark.asvs("7.4.1")
def test_the_cookie_of_an_ended_session_opens_no_endpoint(app: Flask, page: Page, subtests: pytest.Subtests) -> None:
    cookie, paths = page.cookie, list(paths_for(BY_COOKIE, page))
    with app.app_context():
        db.session.execute(update(Session).values(ended_at=Session.created_at))
        db.session.commit()
    for endpoint, path in paths:
        with subtests.test(endpoint.name):
            page.cookie = cookie
            answer = page.send(endpoint.method, path, BODIES.get(endpoint.name, {}))
            assert_refused(answer, OVER)
            assert set_cookies(answer) == TAKEN_AWAY


@pytest.mark.asvs("7.4.2")
def test_a_deactivation_ends_it(app: Flask, page: Page, settled: Person) -> None:
    with app.app_context():
        deactivate_user(settled.uuid)
    assert_over(page)


@pytest.mark.asvs("7.4.2")
def test_a_deletion_of_the_account_takes_the_cookie(page: Page, settled: Person) -> None:
    answer = page.send("DELETE", f"/user/{settled.uuid}")
    assert (answer.status_code, set_cookies(answer)) == (200, TAKEN_AWAY)


def test_a_deletion_of_another_account_keeps_the_cookie(app: Flask, page: Page, settled: Person, eve: Person) -> None:
    with app.app_context():
        set_roles(settled.uuid, ["administrator"])
    answer = page.send("DELETE", f"/user/{eve.uuid}")
    assert (answer.status_code, set_cookies(answer)) == (200, [])
    assert page.is_known()


@pytest.mark.asvs("7.4.3")
def test_a_password_change_elsewhere_ends_it_and_one_here_does_not(app: Flask, page: Page, settled: Person) -> None:
    other = Page(app)
    other.log_in()
    body = {"old_password": "password", "new_password": "another password"}
    assert other.post(f"/user/change-password/{settled.uuid}", body).status_code == 200
    assert other.is_known()
    assert_over(page)


@pytest.mark.asvs("7.5.2")
def test_it_is_listed_and_ended_like_every_session(client: FlaskClient, page: Page, settled: Person) -> None:
    ada = People(client).log_in(settled)
    by_tokens = client.get("/user/sessions", headers=ada.signed).json["data"]
    by_cookie = page.get("/user/sessions").json["data"]
    kinds = {each["id"]: (each["kind"], each["current"]) for each in by_cookie}
    assert kinds == {ada.session_id: ("tokens", False), page.session_id: ("cookie", True)}
    assert {each["id"] for each in by_tokens} == set(kinds)
    assert client.delete(f"/user/sessions/{page.session_id}", headers=ada.signed).status_code == 200
    assert_over(page)


def test_to_end_the_session_of_the_request_takes_the_cookie(app: Flask, page: Page) -> None:
    other = Page(app)
    other.log_in()
    assert set_cookies(page.send("DELETE", f"/user/sessions/{other.session_id}")) == []
    assert set_cookies(page.send("DELETE", f"/user/sessions/{page.session_id}")) == TAKEN_AWAY


@pytest.mark.asvs("7.1.2")
def test_it_counts_for_the_most_sessions_of_a_user(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(sessions_per_user=2)
    People(app.test_client()).settle("ada")
    pages = [Page(app) for _ in range(3)]
    for page in pages:
        page.log_in()
        time.pass_(seconds=1)
    assert [page.is_known() for page in pages] == [False, True, True]


@pytest.mark.asvs("7.3.1")
def test_an_unused_one_ends_after_a_quiet_fortnight(time: SetClock, page: Page) -> None:
    time.pass_(days=13, hours=23)
    assert page.is_known()
    time.pass_(days=14)
    assert_over(page)


def test_an_idle_one_costs_no_write(time: SetClock, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("its use was noted")

    time.pass_(days=14)
    monkeypatch.setattr(by_cookie, "_note_use", fail)
    assert_over(page)


@pytest.mark.asvs("7.3.2")
def test_a_used_one_ends_thirty_days_after_the_log_in(time: SetClock, page: Page) -> None:
    for _ in range(29):
        time.pass_(days=1)
        assert page.is_known()
    page.post("/user/reauthenticate", {"password": "password"})
    time.pass_(hours=23, minutes=59)
    assert page.is_known()
    time.pass_(minutes=1)
    assert_over(page)


def last_used(app: Flask) -> object:
    with app.app_context():
        return db.session.scalar(select(Session.last_used_at))


def test_its_use_is_noted_once_a_minute(time: SetClock, app: Flask, page: Page) -> None:
    began = last_used(app)
    time.pass_(minutes=1)
    assert page.is_known()
    assert last_used(app) == began
    time.pass_(seconds=1)
    assert page.is_known()
    assert last_used(app) == time.now()


@pytest.mark.asvs("7.4.1")
def test_the_note_of_its_use_revives_no_ended_session(
    time: SetClock, app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is ended after the request has found it alive, and before its use is noted."""
    cookie, note = page.cookie, by_cookie._note_use

    def note_later(*given: object) -> None:
        monkeypatch.setattr(by_cookie, "_note_use", note)
        other = Page(app, cookie=cookie, csrf=page.csrf)
        assert other.post("/user/logout/").status_code == 200
        note(*given)

    time.pass_(minutes=2)
    monkeypatch.setattr(by_cookie, "_note_use", note_later)
    assert_over(page)


def test_an_idle_one_is_not_used_again_by_two_at_once(
    time: SetClock, app: Flask, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock passes the end of its idle time between the look at the row and the note of its use."""
    note = by_cookie._note_use

    def note_later(session_id: str, last_used_at: object, _: object) -> None:
        time.pass_(minutes=2)
        note(session_id, last_used_at, time.now())

    time.pass_(days=13, hours=23, minutes=59)
    monkeypatch.setattr(by_cookie, "_note_use", note_later)
    assert_over(page)


@pytest.mark.asvs("7.3.2")
def test_the_cookie_lasts_as_long_as_the_session_may(time: SetClock, page: Page) -> None:
    time.pass_(days=10)
    [cookie] = set_cookies(page.post("/user/reauthenticate", {"password": "password"}))
    assert f"Max-Age={20 * 86_400};" in cookie
