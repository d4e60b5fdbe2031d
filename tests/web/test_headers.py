"""What every answer carries, whatever it is."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.errors import InternalError, Unavailable
from tests.support.apps import Apps
from tests.support.people import People, Person
from tests.web.endpoints import BODIES, ENDPOINTS, TO_ANOTHER, credentials, path_of, send, send_proofs

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OF_PAGES = ("Cross-Origin-Opener-Policy", "Origin-Agent-Cluster", "Permissions-Policy")
BARE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HSTS = "Strict-Transport-Security"
SITE = (
    "/",
    "/docs",
    "/link",
    "/openapi.json",
    "/docs/docs.css",
    "/docs/swagger-ui.css",
    "/link/link.js",
    "/assets/design.css",
)


def fail_with(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def every_answer(door: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, TestResponse]]:
    """Each endpoint's success, its refusals, and its failures; then what no endpoint answers."""
    people = People(door)
    for name, endpoint in ENDPOINTS.items():
        ada = people.join(name)
        if endpoint.access.permission:
            ada = people.appoint(door.application, f"root.{ada.username}")
        send_proofs(door.application, ada)
        path, signed = path_of(endpoint, ada), credentials(endpoint, ada)
        yield f"{name} 4xx by method", door.open(path, method="PROPFIND")
        if endpoint.access.token:
            yield f"{name} without a token", door.open(path, method=endpoint.method)
            yield (
                f"{name} with a bad one",
                door.open(path, method=endpoint.method, headers={"Authorization": "Bearer x"}),
            )
            yield f"{name} malformed", door.open(path, method=endpoint.method, headers={"Authorization": "Bearer  "})
        if endpoint.body:
            yield f"{name} malformed", send(door, name, ada, data=b"{")
            yield f"{name} as a form", send(door, name, ada, data={"a": "b"})
            yield f"{name} too large", send(door, name, ada, data=b" " * 70_000)
            yield f"{name} invalid", send(door, name, ada, json={"unknown": 1})
        for error in (RuntimeError(), Unavailable()):
            with monkeypatch.context() as patch:
                patch.setattr("gatepost.api.dispatch._serve", fail_with(error))
                patch.setattr("gatepost.api.dispatch.validate", lambda *_: None)
                patch.setattr("gatepost.api.dispatch.validate_form", lambda *_: None)
                answer = send(door, name, ada, json={} if endpoint.body else None)
            assert answer.status_code == (InternalError.status if type(error) is RuntimeError else Unavailable.status)
            yield f"{name} failing", answer
        if endpoint.form:
            yield f"{name} without a client", door.post(path, data={"token": "x"})
            yield f"{name} malformed", send(door, name, ada, data="token=x&token=x")
            yield f"{name} as JSON", send(door, name, ada, json={"token": "x"})
        body = BODIES.get(name)
        if name == "login.login.post":
            body = {"username": ada.username, "password": "password"}
        send_proofs(door.application, ada)
        other = people.join(f"other.{name}") if name in TO_ANOTHER else None
        answer = send(door, name, ada, about=other, json=body)
        assert answer.status_code == endpoint.status, (name, answer.text)
        yield name, answer
        if endpoint.method == "GET":
            yield f"{name} HEAD", door.head(path, headers=signed)
    for path in (*SITE, "/nowhere", "/docs/nothing", "/user/no-uuid"):
        yield path, door.get(path)
        yield f"POST {path}", door.post(path)
        yield f"OPTIONS {path}", door.options(path, headers={"Origin": "https://evil.example"})
        yield f"HEAD {path}", door.head(path)


@pytest.fixture(scope="module")
def answers(sqlite_apps: Apps) -> list[tuple[str, TestResponse]]:
    sqlite_apps.empty_tables()
    with pytest.MonkeyPatch.context() as patch:
        found = list(every_answer(sqlite_apps.make().test_client(), patch))
    statuses = {answer.status_code for _, answer in found}
    assert statuses >= {200, 201, 400, 401, 404, 405, 413, 415, 422, 500, 503}
    return found


@pytest.mark.by_flask
@pytest.mark.asvs("3.2.1")
@pytest.mark.asvs("3.4.3")
@pytest.mark.asvs("3.4.4")
@pytest.mark.asvs("3.4.5")
@pytest.mark.asvs("3.4.6")
@pytest.mark.asvs("4.1.1")
def test_every_answer_carries_the_protecting_headers(answers: list[tuple[str, TestResponse]]) -> None:
    for what, answer in answers:
        headers = answer.headers
        for name, value in FIXED.items():
            assert headers.getlist(name) == [value], what
        [policy] = headers.getlist("Content-Security-Policy")
        page = what.removeprefix("HEAD ") in ("/", "/docs", "/link")
        assert (policy == BARE_POLICY) is not page, what
        assert [name for name in OF_PAGES if name in headers] == [*(OF_PAGES if page else ())], what
        for part in ("default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"):
            assert part in policy.split("; "), what
        assert "unsafe-eval" not in policy
        assert "http" not in policy
        assert len(headers.getlist("X-Request-ID")) == 1, what
        assert HSTS not in headers, what
        assert ("Set-Cookie" in headers) is ("Gatepost-Device" in headers), what  # after a log-in
        assert "Location" not in headers


@pytest.mark.by_flask
@pytest.mark.asvs("14.2.2")
@pytest.mark.asvs("14.3.2")
def test_everything_but_the_docs_assets_keys_and_metadata_is_never_kept(
    answers: list[tuple[str, TestResponse]],
) -> None:
    kept = {what for what, answer in answers if answer.headers.getlist("Cache-Control") != ["no-store"]}
    assets = {path for path in SITE if path.startswith(("/docs/", "/link/", "/assets/"))}
    public = {"keys.get_keys.get", "oauth.get_oauth_metadata.get", "oauth.get_openid_metadata.get"}
    public |= {"passkeys.get_related_origins.get"}
    public |= {f"{name} HEAD" for name in public}
    assert kept == assets | {f"HEAD {path}" for path in assets} | public


@pytest.mark.by_flask
@pytest.mark.asvs("3.2.1")
@pytest.mark.asvs("4.1.1")
def test_every_body_is_what_its_type_says(answers: list[tuple[str, TestResponse]]) -> None:
    kinds = {"/": "text/html", "/docs": "text/html", "/link": "text/html", "/link/link.js": "text/javascript"}
    kinds |= dict.fromkeys(("/docs/docs.css", "/docs/swagger-ui.css", "/assets/design.css"), "text/css")
    for what, answer in answers:
        if "HEAD" in what:
            assert answer.data == b"", what
            continue
        expected = kinds.get(what, "application/json")
        assert answer.content_type.partition(";")[0] == expected, what
        assert int(answer.headers["Content-Length"]) == len(answer.data), what
        if expected == "application/json":
            assert isinstance(answer.json, dict), what


@pytest.mark.asvs("3.4.2")
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:3000"])
def test_no_other_site_is_let_in_by_cors(door: FlaskClient, guest: Person, origin: str) -> None:
    for method in ("GET", "OPTIONS"):
        asked = {"Origin": origin, "Access-Control-Request-Method": "DELETE", **guest.signed}
        answer = door.open(f"/user/{guest.uuid}", method=method, headers=asked)
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.asvs("16.2.4")
@pytest.mark.parametrize("given", ["abcdefgh", "A" * 64, "0af76519-16cd-43dd-8448-eb211c80319c", "a.b_c-d.1"])
def test_a_well_formed_request_id_is_echoed(door: FlaskClient, given: str) -> None:
    for path in ("/healthz", "/nowhere", "/user"):
        assert door.get(path, headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.asvs("16.4.1")
@pytest.mark.parametrize(
    "given", ["", "short", "A" * 65, "a b c d e f", "abcdefgh<b>", "äbcdefghi", "abcdefgh;", "\x1b[2Jabcdefgh"]
)
def test_another_request_id_is_replaced(door: FlaskClient, given: str) -> None:
    for path in ("/healthz", "/nowhere", "/user"):
        answer = door.get(path, environ_overrides={"HTTP_X_REQUEST_ID": given})
        assert re.fullmatch("[0-9a-f]{16,32}", answer.headers["X-Request-ID"])


def test_two_requests_never_share_a_request_id(door: FlaskClient) -> None:
    assert len({door.get("/healthz").headers["X-Request-ID"] for _ in range(50)}) == 50


@pytest.mark.asvs("3.4.1")
def test_hsts_is_sent_for_a_year_where_the_public_address_is_https(make_service: Callable[..., Flask]) -> None:
    door = make_service(public_url="https://accounts.example.org").test_client()
    for path in (*SITE, "/healthz", "/nowhere", "/user"):
        assert door.get(path).headers.getlist(HSTS) == ["max-age=31536000; includeSubDomains"]


@pytest.mark.asvs("3.4.1")
@pytest.mark.asvs("4.1.3")
def test_no_client_can_have_hsts_sent(make_service: Callable[..., Flask]) -> None:
    door = make_service(public_url="http://accounts.example.org").test_client()
    claimed = {"X-Forwarded-Proto": "https", "Forwarded": "proto=https", "Host": "https://x", "X-Forwarded-Ssl": "on"}
    assert HSTS not in door.get("/healthz", headers=claimed).headers
