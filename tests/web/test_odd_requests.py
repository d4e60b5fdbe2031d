"""Odd paths, hosts, methods and queries get a plain answer."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from gatepost.app import PAGES
from tests.support.people import Person
from tests.web.endpoints import ENDPOINTS, assert_refused, credentials, filled, path_of

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "LINK")
PATHS = sorted({endpoint.path for endpoint in ENDPOINTS.values()})
ODD_PATHS = ["/user//login", "/user//", "/%00", "/user/%00", "/user%00", "/user/%2e%2e/user", "/../user",
    "/user/login%2f%2f", "/user;jsessionid=1", "/user/login/extra", "/USER", "/user%20", "/%ff%fe", "/user/%c3%28",
    "/%ed%a0%80", "/user/\u2028", "/%0d%0aSet-Cookie:%20a=b", "/user/" + "a" * 8_000, "/" + "/".join(["a"] * 4_000),
    "/user/00000000-0000-0000-0000-00000000000", "/user/{uuid}", "/user/00000000000000000000000000000000",
    "/%2561", "/docs/../app.py", "/docs/%2e%2e%2fapp.py", "/assets/design.css%00", "/healthz/x",
    "/.env", "/.git/config", "/static/x", "/instance/secret_key", "*", "/docs/swagger-ui.css.map"]  # fmt: skip
NOT_UNDERSTOOD = ["limit=", "limit=0", "limit=201", "limit=x", "limit=1.5", "limit=NaN", "limit=1e1",
    "limit=" + "9" * 5_000, "limit=-1", "limit[]=1", "sort=", "sort=password_hash", "sort=username,created",
    "cursor=x", "cursor=%00", "cursor=" + "A" * 3_000, "cursor=%ff", "cursor=bnVsbA", "q=%00", "q=" + "x" * 101,
    "unknown=1", "%00=1", "%ff=1", "\u2028=1", "=1", "Limit=1"]  # fmt: skip
HOSTS = ["", "evil.example", "a b", "[::1", "x:99999", "x:y", "..", "-", "\xff", "a" * 5_000, "evil.example@x", "<b>",
    "127.0.0.1:8087, evil.example", "%00", "xn--"]  # fmt: skip


def straight(service: Flask, path: str, person: Person, **environ: str) -> tuple[int, str, str]:
    """Status, headers and body of a GET that no client has tidied up."""
    given = EnvironBuilder().get_environ() | {"PATH_INFO": path, "HTTP_AUTHORIZATION": person.signed["Authorization"]}
    body, status, headers = run_wsgi_app(service, given | environ, buffered=True)
    return int(status[:3]), str(headers), b"".join(body).decode()


@pytest.mark.parametrize("path", ["//user", "///", "//evil.example/user", "*", "http://evil.example/user"])
def test_a_path_is_never_tidied_up_into_another(service: Flask, guest: Person, path: str) -> None:
    status, headers, body = straight(service, path, guest)
    assert status == 404
    assert "Location" not in headers
    assert '"code":"not_found"' in body


def test_an_odd_path_is_not_found(door: FlaskClient, guest: Person, subtests: pytest.Subtests) -> None:
    for path in ODD_PATHS:
        with subtests.test(path[:40]):
            for method in ("GET", "POST", "DELETE"):
                answer = door.open(path, method=method, headers=guest.signed, json={} if method == "POST" else None)
                assert_refused(answer, (404, "not_found"), (405, "method_not_allowed"))


def test_an_encoded_slash_is_a_slash(door: FlaskClient, guest: Person) -> None:
    """A server decodes it before the service sees it: it is decoded once, and the same access rule holds."""
    assert door.get(f"/user%2f{guest.uuid}").status_code == 401
    assert door.get(f"/user%2f{guest.uuid}", headers=guest.signed).json["data"]["uuid"] == guest.uuid
    assert_refused(door.get(f"/user%252f{guest.uuid}", headers=guest.signed), (404, "not_found"))


@pytest.mark.asvs("4.1.2")
def test_both_ways_to_end_a_path_are_served_without_a_redirect(
    door: FlaskClient, guest: Person, subtests: pytest.Subtests
) -> None:
    for endpoint in ENDPOINTS.values():
        path = path_of(endpoint, guest).rstrip("/")
        with subtests.test(endpoint.name):
            for form in (path, f"{path}/"):
                unsigned = door.open(form, method=endpoint.method, json={})
                expected = {401} if endpoint.access.token else {415} if endpoint.form else {200, 422}
                assert unsigned.status_code in expected, unsigned.text


@pytest.mark.parametrize("page", ["/docs", "/docs/", "/openapi.json", "/", ""])
def test_pages_are_served_without_a_redirect(door: FlaskClient, page: str) -> None:
    assert door.get(page).status_code == 200


@pytest.mark.parametrize("host", HOSTS)
def test_whatever_stands_in_the_host_header_is_served_and_not_used(service: Flask, guest: Person, host: str) -> None:
    for path in ("/", "/healthz", "/openapi.json", "/docs", "/user", f"/user/{guest.uuid}", "/nowhere"):
        status, headers, body = straight(service, path, guest, HTTP_HOST=host, HTTP_X_FORWARDED_HOST=host)
        assert status == (404 if path == "/nowhere" else 200)
        assert "evil.example" not in f"{headers}{body}"


@pytest.mark.asvs("13.4.4")
@pytest.mark.asvs("4.1.4")
def test_only_declared_methods_are_taken(door: FlaskClient, guest: Person, subtests: pytest.Subtests) -> None:
    for path in PATHS:
        with subtests.test(path):
            assert_only_declared_methods(door, guest, path)


def assert_only_declared_methods(door: FlaskClient, guest: Person, path: str) -> None:
    here = {endpoint.method: endpoint for endpoint in ENDPOINTS.values() if endpoint.path == path}
    has_page = any(page.path == path for room in PAGES for page in room.pages)
    allowed = set(here) | ({"GET", "HEAD"} if has_page else {"HEAD"} if "GET" in here else set())
    for method in METHODS:
        if method in allowed:
            continue
        answer = door.open(filled(path, guest), method=method, headers=guest.signed, json={})
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == allowed
        if method != "HEAD":
            assert_refused(answer, (405, "method_not_allowed"))


@pytest.mark.asvs("4.1.4")
@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_changes_the_method(door: FlaskClient, guest: Person, header: str) -> None:
    path = f"/user/{guest.uuid}"
    assert door.get(path, headers={**guest.signed, header: "DELETE"}).status_code == 200
    assert door.post(path, headers={**guest.signed, header: "DELETE"}, json={"_method": "DELETE"}).status_code == 405
    assert door.get(f"{path}?_method=DELETE", headers=guest.signed).status_code == 200
    assert door.get(path, headers=guest.signed).status_code == 200


@pytest.mark.asvs("15.3.7")
@pytest.mark.parametrize("query", ["limit=1&limit=2", "limit=1&limit=1", "sort=username&sort=created", "q=&q=a"])
def test_a_parameter_given_twice_is_refused(door: FlaskClient, guest: Person, query: str) -> None:
    answer = door.get(f"/user?{query}", headers=guest.signed)
    assert_refused(answer, (422, "invalid_input"))
    assert answer.json["errors"] == {query.partition("=")[0]: ["Give this parameter once."]}


@pytest.mark.asvs("1.4.2")
def test_a_query_that_is_not_understood_is_refused(door: FlaskClient, guest: Person, subtests: pytest.Subtests) -> None:
    for query in NOT_UNDERSTOOD:
        with subtests.test(query[:40]):
            assert_refused(door.get(f"/user?{query}", headers=guest.signed), (422, "invalid_input"))


@pytest.mark.parametrize("query", ["", "&", "&&", "q=", "q=%25", "q=_", "q=!", "q=%ff", "q=%ed%a0%80",
    "q='--", "q=\\", "limit=%31", "limit=200", "sort=-created"])  # fmt: skip
def test_a_query_that_is_understood_is_served(client: FlaskClient, ada: Person, query: str) -> None:
    assert client.get(f"/user?{query}", headers=ada.signed).status_code == 200


@pytest.mark.parametrize("text", ["\U0001f511", "ä" * 100, "é", "০১৭", "z\u0301"])
def test_a_search_in_any_script_is_served(client: FlaskClient, ada: Person, text: str) -> None:
    assert client.get("/user", query_string={"q": text}, headers=ada.signed).status_code == 200


def test_a_query_where_none_is_declared_is_ignored(door: FlaskClient, guest: Person) -> None:
    for name, endpoint in ENDPOINTS.items():
        if endpoint.query is None and endpoint.method == "GET" and "logout" not in name:
            path = f"{path_of(endpoint, guest)}?a=1&a=2&uuid=x&%00=%ff"
            assert door.get(path, headers=credentials(endpoint, guest)).status_code == 200
