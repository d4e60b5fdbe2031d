"""Every endpoint that there is keeps the rules that all of them have."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from gatepost.api.openapi import openapi
from gatepost.api.room import Endpoint, Room
from gatepost.app import PAGES, ROOMS, create_app
from gatepost.environment import load_settings
from gatepost.http.access import (
    ADMIN,
    ANY_CLIENT,
    CLIENT,
    ENROLLING,
    FACTOR,
    FORWARDED,
    PUBLIC,
    RECENT,
    RECENT_ENROLLING,
    REFRESH_TOKEN,
    SIGNED_IN,
)
from gatepost.http.limits import Unlimited
from gatepost.http.paths import template
from gatepost.serving.prepare import prepare_to_serve
from tests.support.apps import CHEAP_HASHES
from tests.support.fixed_passkey import NEW, USED
from tests.support.people import People, Person, bearer
from tests.web.endpoints import filled

ENDPOINTS = [endpoint for room in ROOMS for endpoint in room.endpoints]
GUARDED = [endpoint for endpoint in ENDPOINTS if endpoint.access is not PUBLIC]
PATHS = sorted({endpoint.path for endpoint in ENDPOINTS})
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
DOCUMENTED = [
    ("POST", "/user", 201),
    ("POST", "/user/activate-account/", 200),
    ("POST", "/user/login", 200),
    ("GET", "/user/refresh-token/", 200),
    ("GET", "/user/logout/", 200),
    ("GET", "/user/{uuid}", 200),
    ("GET", "/user", 200),
    ("PATCH", "/user/{uuid}", 200),
    ("POST", "/user/change-password/{uuid}", 200),
    ("DELETE", "/user/{uuid}", 200),
]
UUID = "00000000-0000-4000-8000-000000000000"
_numbers = count(1)


def nothing() -> dict[str, str]:
    """Do nothing."""
    return {}


def name_of(endpoint: Endpoint) -> str:
    return endpoint.name


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The service, on a SQLite file."""
    instance: Path = tmp_path_factory.mktemp("routes")
    app = create_app(load_settings({}, instance=instance, **CHEAP_HASHES))
    prepare_to_serve(app)
    return app


def ask(house: Flask, method: str, path: str) -> TestResponse:
    """A right request to this path, if it takes this method, by somebody of its own."""
    people = People(house.test_client())
    ada = people.join(f"ada{next(_numbers)}")
    return people.client.open(
        filled(path, ada).replace("{uuid}", ada.uuid),
        method=method,
        json=None if method in ("GET", "HEAD", "DELETE", "OPTIONS", "TRACE") else body(path, ada),
        headers=ada.refreshing if "refresh-token" in path else ada.signed,
    )


def body(path: str, ada: Person) -> dict[str, Any]:
    bodies: dict[str, dict[str, Any]] = {
        "change-password": {"old_password": ada.password, "new_password": "another password"},
        "reset-password": {"token": "of no link", "new_password": "another password"},
        "forgot-password": {"username": ada.username},
        "reauthenticate": {"password": ada.password},
        "login/code": {"username": ada.username},
        "lost-factor/stop": {"token": "of no link"},
        "undo-way-in": {"token": "of no link"},
        "lost-factor": {"username": ada.username},
        "login/with": {"id_token": "of.no.provider", "nonce": "a nonce"},
        "login/exchange": {"code": "of no log-in"},
        "user/providers/with": {"return_to": "https://app.example/signed-in"},
        "login/passkey": USED,
        "user/passkeys/<": {"name": "Blue key"},
        "user/passkeys": NEW,
        "login/factor": {"token": "of no log-in", "code": "123456"},
        "totp/verify": {"id": "0" * 32, "code": "123456"},
        "factor_id": {"name": "my phone"},
        "login": {"username": ada.username, "password": ada.password},
        "activate": {"mobile": ada.mobile},
        "uuid": {"gender": "Female"},
        "": {"username": f"new{ada.username}", "mobile": f"+88019{next(_numbers):08}", "password": "password"},
    }
    return next(body for part, body in bodies.items() if part in path)


@pytest.mark.asvs("8.1.1")
@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name_of)
def test_every_endpoint_says_who_may_how_often_and_what_it_is(endpoint: Endpoint) -> None:
    signed_in = (SIGNED_IN, ENROLLING, RECENT, RECENT_ENROLLING, FACTOR, ADMIN)
    assert endpoint.access in (*signed_in, PUBLIC, REFRESH_TOKEN, FORWARDED, CLIENT, ANY_CLIENT)
    assert endpoint.summary
    if isinstance(endpoint.limit, Unlimited):
        assert endpoint.limit.why
        return
    times, _, period = str(getattr(endpoint.limit, "each", endpoint.limit)).partition("/")
    assert int(times) > 0
    assert period in ("second", "minute", "hour", "day")


@pytest.mark.asvs("13.4.5")
@pytest.mark.asvs("8.3.1")
def test_only_these_endpoints_are_open_to_anyone() -> None:
    assert {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS if endpoint.access is PUBLIC} == {
        ("POST", "/user"),
        ("POST", "/user/activate-account/"),
        ("POST", "/user/login"),
        ("POST", "/user/login/code"),
        ("POST", "/user/login/passkey/options"),
        ("POST", "/user/login/passkey"),
        ("POST", "/user/login/factor"),
        ("POST", "/user/lost-factor"),
        ("POST", "/user/lost-factor/stop"),
        ("POST", "/user/undo-way-in"),
        ("POST", "/user/login/with/<name:provider>"),
        ("POST", "/user/login/exchange"),
        ("POST", "/user/forgot-password"),
        ("POST", "/user/reset-password"),
        ("POST", "/user/prove-change"),
        ("POST", "/user/undo-change"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/.well-known/jwks.json"),
        ("GET", "/.well-known/webauthn"),
        ("GET", "/.well-known/oauth-authorization-server"),
        ("GET", "/.well-known/openid-configuration"),
    }


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize("forgotten", ["access", "limit", "answer"])
def test_what_is_forgotten_in_a_declaration_fails_when_it_is_imported(forgotten: str) -> None:
    declared = {"access": SIGNED_IN, "limit": "1/minute", "answer": dict}
    room = Room("forgetful")
    room.get("/complete", **declared)(nothing)
    del declared[forgotten]
    with pytest.raises(TypeError, match=forgotten):
        room.get("/x", **declared)(nothing)
    assert [endpoint.path for endpoint in room.endpoints] == ["/complete"]


def test_nothing_at_all_declared_fails_too() -> None:
    with pytest.raises(TypeError):
        Room("forgetful").get("/x")(nothing)


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("endpoint", GUARDED, ids=name_of)
@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "authentication_required"),
        ({"Authorization": "Basic YWRhOnBhc3N3b3Jk"}, "authentication_required"),
        (bearer("garbage"), "invalid_token"),
        (bearer("e30.e30.e30"), "invalid_token"),
    ],
)
def test_no_guarded_endpoint_serves_without_a_token_of_ours(
    house: Flask, endpoint: Endpoint, headers: dict[str, str], code: str
) -> None:
    path = endpoint.path.replace("<uuid:uuid>", UUID)
    for name in ("session_id", "factor_id", "passkey_id", "invitation_id", "provider"):
        path = path.replace(f"<id:{name}>", "0" * 32)
    path = path.replace("<name:provider>", "example")
    answer = house.test_client().open(path, method=endpoint.method, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "invalid_client" if endpoint.access.client else code)
    scheme = "Basic" if endpoint.access.client else "Bearer"
    assert answer.headers["WWW-Authenticate"].startswith(f'{scheme} realm="gatepost"')


@pytest.mark.asvs("4.1.2")
@pytest.mark.parametrize(("method", "path", "status"), DOCUMENTED)
def test_a_documented_path_is_served_with_and_without_its_slash(
    house: Flask, method: str, path: str, status: int
) -> None:
    for form in (path.rstrip("/"), path.rstrip("/") + "/"):
        assert ask(house, method, form).status_code == status


@pytest.mark.asvs("4.1.2")
@pytest.mark.parametrize("path", PATHS)
def test_a_slash_at_the_end_makes_no_difference_whatever_the_method(house: Flask, path: str) -> None:
    bare, slash = path.rstrip("/"), path.rstrip("/") + "/"
    for method in METHODS:
        one, other = ask(house, method, bare), ask(house, method, slash)
        assert one.status_code == other.status_code
        assert not 300 <= one.status_code < 400
        assert set(one.headers.keys()) == set(other.headers.keys())


@pytest.mark.asvs("4.1.4")
@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_is_not_declared_is_answered_with_those_that_are(house: Flask, path: str) -> None:
    pages = [page for room in PAGES for page in room.pages]
    declared = {each.method for each in [*ENDPOINTS, *pages] if each.path == path}
    allowed = declared | ({"HEAD"} if "GET" in declared else set())
    for method in set(METHODS) - allowed:
        answer = ask(house, method, path)
        assert answer.status_code == 405
        assert sorted(answer.headers["Allow"].split(", ")) == sorted(allowed)
        if method != "HEAD":
            message = answer.json["message"]
            assert answer.json == {"message": message, "status": 405, "code": "method_not_allowed"}


@pytest.mark.asvs("8.1.2")
@pytest.mark.asvs("6.4.2")
def test_these_are_all_the_fields_that_anyone_can_send() -> None:
    """No hint, no secret question, no role: a new field is a decision, to be written down here."""
    bodies = [endpoint.body.model_fields for endpoint in ENDPOINTS if endpoint.body]
    passwords = {"password", "old_password", "new_password"}
    proofs = {"code", "token", "factor_code", "recovery_code", "trust_device", "passkey", "invitation"}
    factors = {"id", "name"} | {"rawId", "response", "type"}
    providers = {"return_to", "code_verifier", "id_token", "nonce"}
    names = {"username", "mobile", "email", "gender", "locale"}
    assert set().union(*bodies) == names | passwords | proofs | factors | providers


@pytest.mark.asvs("2.1.3")
@pytest.mark.asvs("8.3.1")
def test_only_these_endpoints_have_no_limit() -> None:
    unlimited = {endpoint.path for endpoint in ENDPOINTS if isinstance(endpoint.limit, Unlimited)}
    assert unlimited == {"/oauth/introspect", "/forward-auth", "/healthz", "/readyz"}


def test_these_are_all_parameters_of_forms() -> None:
    forms = [endpoint.form.model_fields for endpoint in ENDPOINTS if endpoint.form]
    assert set().union(*forms) == {"token", "token_type_hint", "client_id"}


@pytest.mark.asvs("14.2.1")
def test_these_are_all_the_parameters_of_an_address() -> None:
    queries = [endpoint.query.model_fields for endpoint in ENDPOINTS if endpoint.query]
    assert set().union(*queries) == {"limit", "cursor", "sort", "q", "mediation"} | {
        "user",
        "event",
        "since",
        "until",
    }


@pytest.mark.asvs("8.1.2")
@pytest.mark.asvs("15.3.1")
def test_nothing_else_is_ever_told_of_a_user() -> None:
    described = openapi(ROOMS, server="/")["components"]["schemas"]["UserData"]
    assert set(described["properties"]) == {"uuid", "username", "mobile", "status", "email", "gender"}
    assert set(described["required"]) == {"uuid", "username", "mobile", "status"}


def test_every_endpoint_is_in_openapi_once() -> None:
    described = openapi(ROOMS, server="/")["paths"]
    found = [(method.upper(), path) for path, methods in described.items() for method in methods]
    assert sorted(found) == sorted((each.method, template(each.path)) for each in ENDPOINTS)
    assert len({endpoint.name for endpoint in ENDPOINTS}) == len(ENDPOINTS)


@pytest.mark.asvs("13.4.3")
def test_flask_serves_the_endpoints_and_these_pages_and_nothing_else(house: Flask) -> None:
    rules = {rule.rule.rstrip("/") or "/" for rule in house.url_map.iter_rules()}
    pages = rules - {path.rstrip("/") for path in PATHS}
    pages -= {"/user/login/with/<name:provider>/callback"}
    assert {page.split("/")[1] for page in pages} <= {"", "dev", "docs", "link", "openapi.json"}
