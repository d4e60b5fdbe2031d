"""Every endpoint that there is keeps the rules that all of them have."""

from itertools import count, product
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from gatepost.api.room import Endpoint, Room
from gatepost.app import PAGES
from gatepost.http.access import (
    ANY_CLIENT,
    CLIENT,
    ENROLLING,
    ENROLLING_BY_TOKEN,
    FACTOR,
    FORWARDED,
    PUBLIC,
    RECENT,
    RECENT_ENROLLING,
    REFRESH_TOKEN,
    SIGNED_IN,
    Access,
    own_or,
    permits,
)
from gatepost.http.limits import Unlimited
from gatepost.permissions import PERMISSIONS
from tests.architecture.declared import ENDPOINTS, PATHS
from tests.support.fixed_passkey import NEW, USED
from tests.support.people import People, Person, bearer
from tests.web.endpoints import filled

GUARDED = [endpoint for endpoint in ENDPOINTS if endpoint.access is not PUBLIC]


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


def may_be_opened(rule: Access) -> bool:
    """Whether a personal token may be let in."""
    return rule.token == "access" and not (rule.recent or rule.factor or rule is FORWARDED)


def name_of(endpoint: Endpoint) -> str:
    return endpoint.name


def ask(house: Flask, method: str, path: str, by: Person | None = None) -> TestResponse:
    """A right request to this path, if it takes this method, by this person, otherwise by somebody of its own."""
    people = People(house.test_client())
    ada = by or people.join(f"ada{next(_numbers)}")
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
        "personal-tokens": {"name": "backup", "scope": ["account:read"]},
        "users/<uuid:uuid>/roles": {"roles": ["support"]},
        "admin/roles": {"description": "reads", "permissions": ["audit:read"]},
        "uuid": {"gender": "Female"},
        "": {"username": f"new{ada.username}", "mobile": f"+88019{next(_numbers):08}", "password": "password"},
    }
    return next(body for part, body in bodies.items() if part in path)


@pytest.mark.asvs("8.1.1")
@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name_of)
def test_every_endpoint_says_who_may_how_often_and_what_it_is(endpoint: Endpoint) -> None:
    signed_in = (SIGNED_IN, ENROLLING, ENROLLING.or_acting(), ENROLLING.of_any_scope().or_acting(), RECENT, FACTOR)
    by_token = (ENROLLING_BY_TOKEN, FORWARDED, ENROLLING.of_any_scope(), ENROLLING_BY_TOKEN.of_any_scope())
    by_permission = [rule(one, recent=how) for rule, one, how in product((permits, own_or), PERMISSIONS, (True, False))]
    rules = (*signed_in, RECENT_ENROLLING, *by_permission, *by_token, PUBLIC, REFRESH_TOKEN, CLIENT, ANY_CLIENT)
    scopes = endpoint.access.scopes
    assert endpoint.access in (*rules, *(each.or_token(*scopes) for each in rules if scopes and may_be_opened(each)))
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
    house: Flask, headers: dict[str, str], code: str, subtests: pytest.Subtests
) -> None:
    for endpoint in GUARDED:
        path = endpoint.path.replace("<uuid:uuid>", UUID)
        for name in ("session_id", "factor_id", "passkey_id", "invitation_id", "token_id", "webhook_id", "provider"):
            path = path.replace(f"<id:{name}>", "0" * 32)
        path = path.replace("<name:provider>", "example").replace("<name:role>", "auditor")
        with subtests.test(endpoint.name):
            answer = house.test_client().open(path, method=endpoint.method, headers=headers)
            refused = (401, "invalid_client" if endpoint.access.client else code)
            assert (answer.status_code, answer.json["code"]) == refused
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
def test_a_slash_at_the_end_makes_no_difference_whatever_the_method(house: Flask, subtests: pytest.Subtests) -> None:
    ada = People(house.test_client()).join(f"ada{next(_numbers)}")
    for path in PATHS:
        bare, slash = path.rstrip("/"), path.rstrip("/") + "/"
        with subtests.test(path):
            for method in METHODS:
                by = None if method in allowed_at(path) else ada
                one, other = ask(house, method, bare, by), ask(house, method, slash, by)
                assert one.status_code == other.status_code, method
                assert not 300 <= one.status_code < 400, method
                assert set(one.headers.keys()) == set(other.headers.keys()), method


@pytest.mark.asvs("4.1.4")
def test_a_method_that_is_not_declared_is_answered_with_those_that_are(house: Flask, subtests: pytest.Subtests) -> None:
    ada = People(house.test_client()).join(f"ada{next(_numbers)}")
    for path in PATHS:
        allowed = allowed_at(path)
        with subtests.test(path):
            for method in set(METHODS) - allowed:
                answer = ask(house, method, path, ada)
                assert answer.status_code == 405, method
                assert sorted(answer.headers["Allow"].split(", ")) == sorted(allowed), method
                if method != "HEAD":
                    message = answer.json["message"]
                    assert answer.json == {"message": message, "status": 405, "code": "method_not_allowed"}


def allowed_at(path: str) -> set[str]:
    """The methods that are declared for *path*, and HEAD beside GET."""
    pages = [page for room in PAGES for page in room.pages]
    declared = {each.method for each in [*ENDPOINTS, *pages] if each.path == path}
    return declared | ({"HEAD"} if "GET" in declared else set())
