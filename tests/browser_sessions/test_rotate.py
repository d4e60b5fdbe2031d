"""The cookie is another one after each log-in and each step-up, and the one of before is worth nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import db
from gatepost.login import reauthenticate as deed
from gatepost.sessions.models import Session
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator
from tests.support.page import Page, set_cookies
from tests.support.passkeys import OPTIONS, PASSKEYS
from tests.support.people import People, Person
from tests.support.software_key import Authenticator as Key
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

OVER = (401, "invalid_token")
PROOF = {"password": "password"}


def live(app: Flask) -> list[tuple[str, str | None]]:
    """The user and the reason of the end of each session, the oldest first."""
    with app.app_context():
        rows = select(Session.id, Session.end_reason).order_by(Session.created_at)
        return [tuple(row) for row in db.session.execute(rows)]


def another(page: Page) -> Page:
    """The same browser, with the cookie and the token that it has now."""
    return Page(page.app, cookie=page.cookie, csrf=page.csrf)


@pytest.mark.asvs("7.2.4")
def test_a_step_up_gives_another_cookie_and_token_and_the_old_ones_open_nothing(page: Page) -> None:
    old = another(page)
    answer = page.post("/user/reauthenticate", PROOF)
    assert answer.status_code == 200
    assert answer.json["data"].keys() == {"uuid", "authenticated_at", "enrolling", "csrf_token"}
    assert (page.session_id, page.cookie != old.cookie) == (old.session_id, True)
    assert page.csrf != old.csrf
    refused = old.get("/user/session")
    assert_refused(refused, OVER)
    assert set_cookies(refused) == []  # the browser has the new one by now
    assert_refused(old.post("/user/logout/"), OVER)
    assert_refused(page.post("/user/logout/", Gatepost_CSRF=old.csrf), (403, "invalid_csrf_token"))
    assert page.is_known()


def test_a_wrong_password_changes_no_cookie(page: Page) -> None:
    old = another(page)
    assert_refused(page.post("/user/reauthenticate", {"password": "wrong password"}), (403, "wrong_password"))
    assert page.cookie == old.cookie
    assert page.is_known()


@pytest.mark.asvs("7.5.1")
def test_a_step_up_makes_the_session_recent(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(reauthentication=True)
    People(app.test_client()).settle("ada")
    page = Page(app)
    page.log_in()
    time.pass_(minutes=6)
    uuid = page.get("/user/session").json["data"]["uuid"]
    assert_refused(page.send("DELETE", f"/user/{uuid}"), (401, "insufficient_user_authentication"))
    assert page.cookie != ""
    page.post("/user/reauthenticate", PROOF)
    assert page.send("DELETE", f"/user/{uuid}").status_code == 200


def test_of_two_step_ups_at_once_one_wins(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    first, claim, answers = another(page), deed.claim_user, []

    def claim_later(*given: Any, **values: Any) -> bool:
        monkeypatch.setattr(deed, "claim_user", claim)
        answers.append(first.post("/user/reauthenticate", PROOF))
        return claim(*given, **values)

    monkeypatch.setattr(deed, "claim_user", claim_later)
    lost = page.post("/user/reauthenticate", PROOF)
    assert [each.status_code for each in answers] == [200]
    assert_refused(lost, OVER)
    assert set_cookies(lost) == []
    assert first.is_known()


@pytest.mark.asvs("7.2.4")
def test_a_step_up_by_a_factor_gives_another_cookie(page: Page, time: SetClock) -> None:
    begun = page.post("/user/factors/totp").json
    totp, old = Authenticator(begun["secret"], begun["id"]), another(page)
    verified = page.post("/user/factors/totp/verify", {"id": totp.id, "code": totp.code(steps=-1)})
    assert verified.status_code == 200
    assert verified.json.keys() == {"csrf_token", "recovery_codes"}
    assert_refused(old.get("/user/session"), OVER)
    old = another(page)
    assert page.post("/user/reauthenticate", {"factor_code": totp.code()}).status_code == 200
    assert_refused(old.get("/user/session"), OVER)
    assert page.is_known()
    assert page.post("/user/factors/recovery-codes").status_code == 201


@pytest.mark.asvs("7.2.4")
def test_a_new_passkey_gives_another_cookie(make_app: Callable[..., Flask]) -> None:
    app = make_app(public_url="http://localhost:8087")
    People(app.test_client()).settle("ada")
    page, key = Page(app, origin="http://localhost:8087"), Key()
    page.log_in()
    old = another(page)
    options = page.post(OPTIONS).json
    added = page.post(PASSKEYS, key.create(options))
    assert added.status_code == 201, added.text
    assert "access_token" not in added.json
    assert added.json["csrf_token"] == page.csrf != old.csrf
    old.origin = page.origin
    assert_refused(old.get("/user/session"), OVER)
    assert page.is_known()


@pytest.mark.asvs("7.2.4")
def test_a_log_in_ends_the_session_that_the_browser_had(app: Flask, page: Page, settled: Person) -> None:
    record, old = Record(app), another(page)
    page.log_in()
    assert page.session_id != old.session_id
    refused = old.get("/user/session")
    assert_refused(refused, OVER)
    assert set_cookies(refused) == []  # this answer may come after that of the log-in
    assert live(app) == [(old.session_id, "replaced"), (page.session_id, None)]
    assert record.new()[0][:2] == ("session.replaced", settled.uuid)
    assert page.is_known()


@pytest.mark.asvs("7.2.4")
def test_a_planted_cookie_is_dead_after_the_log_in(app: Flask, page: Page, people: People) -> None:
    """Session fixation: eve has put the cookie of her own session into the browser of ada."""
    people.settle("eve")
    eve = Page(app)
    eve.log_in("eve")
    victim = Page(app, cookie=eve.cookie)
    victim.log_in()
    assert victim.get("/user/session").json["data"]["uuid"] == page.get("/user/session").json["data"]["uuid"]
    assert_refused(eve.get("/user/session"), OVER)
    assert page.is_known()  # another browser of ada


@pytest.mark.parametrize("planted", ["", "x", f"{'0' * 32}.{'a' * 43}", "the id of another session"])
def test_a_cookie_that_never_opened_anything_ends_nothing(app: Flask, page: Page, planted: str) -> None:
    other = Page(app, cookie=f"{page.session_id}.{'a' * 43}" if "id" in planted else planted)
    other.log_in()
    assert page.is_known()
    assert other.is_known()


def test_a_failed_log_in_ends_nothing(page: Page) -> None:
    body = {"username": "ada", "password": "wrong password", "session": "cookie"}
    assert page.post("/user/login", body).status_code == 401
    assert page.is_known()


def test_a_log_in_by_tokens_leaves_the_cookie_alone(client: FlaskClient, page: Page, settled: Person) -> None:
    body = {"username": "ada", "password": "password"}
    answer = page.post("/user/login", body)
    assert answer.json.keys() == {"access_token", "refresh_token"}
    assert page.is_known()
