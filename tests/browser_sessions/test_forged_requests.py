"""A change by the cookie takes its CSRF token, and comes from a page of an allowed origin. GET changes nothing."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from gatepost.api.room import Endpoint
from gatepost.audit.models import AuditEvent
from tests.support.page import APP, OWN, Page
from tests.support.people import People, Person
from tests.web.endpoints import ENDPOINTS, assert_refused, contents, path_of

NO_CSRF = (403, "invalid_csrf_token")
CROSS_SITE = (403, "cross_site_request")
BY_COOKIE = [each for each in ENDPOINTS.values() if each.access.token == "access" and each.access.by_cookie]
CHANGING = [each for each in BY_COOKIE if each.method != "GET"]
READING = [each for each in BY_COOKIE if each.method == "GET"]


def paths_for(endpoints: list[Endpoint], page: Page) -> Iterator[tuple[Endpoint, str]]:
    """Each of these endpoints with its path about ada herself, and her session."""
    claims = urlsafe_b64encode(json.dumps({"sid": page.session_id}).encode()).decode()
    uuid = page.get("/user/session").json["data"]["uuid"]
    for endpoint in endpoints:
        yield endpoint, path_of(endpoint, Person(uuid, "ada", "", "password", f"e30.{claims}.e30"))


@pytest.mark.asvs("3.5.1")
def test_without_the_token_nothing_changes(app: Flask, page: Page, subtests: pytest.Subtests) -> None:
    before = contents(app, failures=True)
    for endpoint, path in paths_for(CHANGING, page):
        with subtests.test(endpoint.name):
            assert_refused(page.send(endpoint.method, path, {}, Gatepost_CSRF=None), NO_CSRF)
            assert_refused(page.send(endpoint.method, path, {}, Gatepost_CSRF="0" * 64), NO_CSRF)
    assert contents(app, failures=True) == before


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"},
        {"Origin": "http://evil.localhost:8087", "Sec_Fetch_Site": "same-site"},
        {"Origin": None, "Sec_Fetch_Site": None},
    ],
    ids=["cross-site", "same-site", "unsaid"],
)
def test_from_another_origin_nothing_changes_even_with_the_token(
    app: Flask, page: Page, headers: dict[str, str | None], subtests: pytest.Subtests
) -> None:
    before = contents(app, failures=True)
    for endpoint, path in paths_for(CHANGING, page):
        with subtests.test(endpoint.name):
            assert_refused(page.send(endpoint.method, path, {}, **headers), CROSS_SITE)
    assert contents(app, failures=True) == before


@pytest.mark.asvs("3.5.1")
def test_the_token_of_another_session_is_refused(app: Flask, page: Page, people: People) -> None:
    people.settle("eve")
    hers, own = Page(app), Page(app)
    hers.log_in("eve")
    own.log_in()
    for token in (hers.csrf, own.csrf, page.cookie, page.cookie.partition(".")[2], "é"):
        assert_refused(page.post("/user/logout/", Gatepost_CSRF=token), NO_CSRF)
    assert page.post("/user/logout/").status_code == 200


@pytest.mark.asvs("3.5.3")
def test_get_changes_nothing(app: Flask, page: Page, subtests: pytest.Subtests) -> None:
    before = without_exports(app)
    for endpoint, path in paths_for(READING, page):
        with subtests.test(endpoint.name):
            page.get(path, Origin="https://evil.example", Sec_Fetch_Site="cross-site")
            page.send("HEAD", path, Sec_Fetch_Site="none")
    assert without_exports(app) == before


def without_exports(app: Flask) -> dict[str, list[Any]]:
    """All that is stored, but for the line on record of each export: it says that somebody has read everything."""
    stored = contents(app)
    lines = stored[AuditEvent.__tablename__]
    return stored | {AuditEvent.__tablename__: [line for line in lines if "'account.exported'" not in line]}


@pytest.mark.asvs("3.5.3")
@pytest.mark.parametrize("path", ["/user/logout/", "/user/logout", "/user/refresh-token/", "/forward-auth"])
def test_these_take_no_cookie(page: Page, path: str) -> None:
    for asked in (path, f"{path}?_method=POST"):
        answer = page.send("GET", asked, Origin=OWN, Gatepost_CSRF=page.csrf)
        assert_refused(answer, (401, "authentication_required"))
        assert "Set-Cookie" not in answer.headers
    assert page.is_known()


@pytest.mark.asvs("3.5.2")
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
def test_a_form_of_another_site_is_refused_before_its_body_is_read(page: Page, kind: str) -> None:
    headers: dict[str, Any] = {
        "Cookie": f"gatepost-session={page.cookie}",
        "Origin": "https://evil.example",
        "Sec-Fetch-Site": "cross-site",
        "Content-Type": kind,
    }
    answer = page.client.post("/user/reauthenticate", data="a=b", headers=headers)
    assert_refused(answer, CROSS_SITE)


@pytest.mark.parametrize("site", ["same-site", None])
def test_a_page_of_a_listed_origin_changes_with_the_token(page: Page, site: str | None) -> None:
    headers = {"Origin": APP, "Sec_Fetch_Site": site}
    assert_refused(page.post("/user/logout/", Gatepost_CSRF=None, **headers), NO_CSRF)
    assert page.post("/user/logout/", **headers).status_code == 200


@pytest.mark.asvs("3.4.2")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec_Fetch_Site": None}, 200),
        ({"Origin": APP, "Sec_Fetch_Site": "same-site"}, 200),
        ({"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "none"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
    ],
)
def test_the_token_is_told_to_pages_of_these_origins(page: Page, headers: dict[str, str | None], status: int) -> None:
    answer = page.get("/user/session", **headers)
    assert answer.status_code == status
    assert (page.csrf in answer.text) == (status == 200)


def test_a_page_with_an_access_token_is_told_of_its_session_whatever_its_origin(page: Page, settled: Person) -> None:
    ada = People(page.client).log_in(settled)
    headers = {"Authorization": f"Bearer {ada.access_token}", "Origin": "https://tokens.example", "Cookie": None}
    answer = page.get("/user/session", Sec_Fetch_Site="cross-site", **headers)
    assert answer.status_code == 200
    assert answer.json["data"].keys() == {"uuid", "authenticated_at", "enrolling"}


def test_a_reload_gets_the_same_token_again(page: Page) -> None:
    before = page.csrf
    page.csrf = ""
    assert page.get("/user/session").json["data"]["csrf_token"] == before
