"""A log-in that asks for its session in a cookie."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.crypto import digest
from gatepost.database import db
from gatepost.sessions.models import Session
from tests.support.page import APP, HTTPS_COOKIE, OWN, Page, set_cookies
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.tokens.forge import Forger, key_of, opened
from tests.web.endpoints import assert_refused, contents

pytestmark = pytest.mark.every_engine

CROSS_SITE = (403, "cross_site_request")
BODY = {"username": "ada", "password": "password", "session": "cookie"}


@pytest.mark.asvs("3.3.2", "3.3.4")
def test_the_answer_has_no_token_and_no_script_reads_the_cookie(time: SetClock, app: Flask, settled: Person) -> None:
    page = Page(app)
    answer = page.log_in()
    data = answer.json["data"]
    assert answer.json == {"data": data, "message": "Success!", "status": 200}
    assert data.keys() == {"uuid", "authenticated_at", "enrolling", "csrf_token"}
    assert (data["uuid"], data["enrolling"]) == (settled.uuid, False)
    [cookie] = set_cookies(answer)
    pair, *attributes = cookie.split("; ")
    assert pair == f"gatepost-session={page.cookie}"
    assert attributes == ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert page.cookie.partition(".")[2] not in answer.text


@pytest.mark.asvs("3.3.1", "3.3.3")
def test_over_https_the_cookie_is_secure_and_of_this_host_alone(time: SetClock, make_app: Callable[..., Flask]) -> None:
    app = make_app(public_url="https://accounts.example/below")
    People(app.test_client()).settle("ada")
    page = Page(app, origin="https://accounts.example", name=HTTPS_COOKIE)
    [cookie] = set_cookies(page.log_in(), HTTPS_COOKIE)
    assert cookie.split("; ")[1:] == ["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Lax", "Secure"]
    assert page.is_known()
    page.name = "gatepost-session"
    assert page.get("/user/session").status_code == 401


@pytest.mark.asvs("3.3.3")
def test_white_space_before_a_name_is_part_of_it(make_app: Callable[..., Flask]) -> None:
    """A browser lets a sibling host set a name that begins so, because its own begins with ``__Host-`` no more."""
    app = make_app(public_url="https://accounts.example")
    People(app.test_client()).settle("ada")
    page = Page(app, origin="https://accounts.example", name=HTTPS_COOKIE)
    page.log_in()
    for space, status in {" ": 200, "\t": 200, "\x85": 401, "\xa0": 401, "\x0b": 401, "\x1f": 401}.items():
        sent = {"HTTP_COOKIE": f"a=b;{space}{HTTPS_COOKIE}={page.cookie}"}
        assert page.client.get("/user/session", environ_overrides=sent).status_code == status, ascii(space)


@pytest.mark.asvs("3.3.5")
def test_the_cookie_is_short(page: Page) -> None:
    assert len(HTTPS_COOKIE) + len(page.cookie) < 200


def test_a_host_with_other_letters_is_known_by_the_name_that_browsers_give_it(
    time: SetClock, make_app: Callable[..., Flask]
) -> None:
    app = make_app(public_url="https://accounts.faß.example:8443/below")
    People(app.test_client()).settle("ada")
    page = Page(app, origin="https://accounts.xn--fa-hia.example:8443", name=HTTPS_COOKIE)
    assert page.log_in().status_code == 200
    options = app.test_client().post("/user/login/passkey/options")
    assert options.json["rpId"] == "accounts.xn--fa-hia.example"


@pytest.mark.asvs("7.2.2", "7.2.3")
def test_each_session_has_another_secret_of_which_only_a_digest_is_stored(app: Flask, settled: Person) -> None:
    pages = [Page(app), Page(app)]
    for page in pages:
        page.log_in()
    parts = [page.cookie.split(".") for page in pages]
    assert len({part for each in parts for part in each}) == 4
    with app.app_context():
        stored = dict(db.session.execute(select(Session.id, Session.cookie_digest)).all())
    assert stored == {identifier: digest(secret) for identifier, secret in parts}
    told = str(contents(app, failures=True))
    assert all(secret not in told for _, secret in parts)


@pytest.mark.asvs("7.2.3")
def test_the_refresh_digest_is_of_nothing(app: Flask, page: Page) -> None:
    with app.app_context():
        stored, other = db.session.execute(select(Session.refresh_digest, Session.cookie_digest)).one()
    session_id, secret = page.cookie.split(".")
    known = ("", session_id, secret, page.cookie, page.csrf)
    assert stored not in {other, *known, *map(digest, known)}
    assert len(stored) == 64


def test_a_changed_cookie_opens_nothing(page: Page) -> None:
    identifier, secret = page.cookie.split(".")
    other = "A" if secret[0] != "A" else "B"
    for wrong in (
        f"{identifier}.{other}{secret[1:]}",
        identifier,
        f"{identifier}.",
        f".{secret}",
        f"{secret}",
        "a" * 4000,
    ):
        page.cookie = wrong
        assert_refused(page.get("/user/session"), (401, "invalid_token"))
    assert_refused(page.get("/user/session", Cookie="gatepost-session=é"), (401, "invalid_token"))


def test_a_session_with_tokens_has_no_cookie(client: FlaskClient, app: Flask, settled: Person) -> None:
    ada = People(client).log_in(settled)
    page = Page(app, cookie=f"{ada.session_id}.{'a' * 43}")
    assert_refused(page.get("/user/session"), (401, "invalid_token"))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_session_in_a_cookie_has_no_refresh_token(app: Flask, client: FlaskClient, page: Page, method: str) -> None:
    forge = Forger(key_of(app))
    uuid = page.get("/user/session").json["data"]["uuid"]
    issued = People(client).log_in(Person(uuid, "ada", "", "password"))
    header, claims = opened(issued.refresh_token)
    forged = forge(claims | {"sid": page.session_id}, header=header)
    answer = client.open("/user/refresh-token/", method=method, headers={"Authorization": f"Bearer {forged}"})
    assert_refused(answer, (401, "invalid_token"))


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": None, "Sec_Fetch_Site": None},
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"},
        {"Origin": "https://evil.example", "Sec_Fetch_Site": None},
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "same-origin"},
        {"Origin": "null", "Sec_Fetch_Site": "cross-site"},
        {"Origin": None, "Sec_Fetch_Site": "same-site"},
        {"Origin": None, "Sec_Fetch_Site": "none"},
        {"Origin": OWN, "Sec_Fetch_Site": "cross-site"},
        {"Origin": f"{OWN}.evil.example", "Sec_Fetch_Site": "cross-site"},
        {"Origin": f"{APP}0", "Sec_Fetch_Site": "same-site"},
    ],
)
def test_a_page_of_another_origin_gets_no_cookie(app: Flask, settled: Person, headers: dict[str, str | None]) -> None:
    before = contents(app)
    answer = Page(app).post("/user/login", BODY, **headers)
    assert_refused(answer, CROSS_SITE)
    assert "Set-Cookie" not in answer.headers
    assert contents(app) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": None},
        {"Origin": None},
        {"Origin": "http://localhost:8087"},
        {"Origin": APP, "Sec_Fetch_Site": "same-site"},
        {"Origin": APP, "Sec_Fetch_Site": None},
    ],
)
def test_a_page_of_our_own_or_a_listed_origin_gets_one(
    app: Flask, settled: Person, headers: dict[str, str | None]
) -> None:
    page = Page(app)
    page.log_in(**headers)
    assert page.is_known()


@pytest.mark.parametrize("public_url", ["http://accounts.example", "http://192.0.2.7:8087"])
def test_without_https_there_is_a_cookie_on_this_machine_only(make_app: Callable[..., Flask], public_url: str) -> None:
    app = make_app(public_url=public_url)
    People(app.test_client()).settle("ada")
    answer = Page(app, origin=public_url).post("/user/login", BODY)
    assert_refused(answer, (403, "not_offered"))
    assert "https://" in answer.json["message"]


def test_without_a_wish_a_log_in_ends_in_tokens(app: Flask, settled: Person) -> None:
    for more in ({}, {"session": "tokens"}):
        answer = Page(app).post("/user/login", {"username": "ada", "password": "password", **more})
        assert answer.json.keys() == {"access_token", "refresh_token"}
        assert set_cookies(answer) == []


@pytest.mark.parametrize("wish", ["Cookie", "", None, True, ["cookie"]])
def test_another_wish_is_refused(app: Flask, settled: Person, wish: object) -> None:
    assert_refused(Page(app).post("/user/login", BODY | {"session": wish}), (422, "invalid_input"))
