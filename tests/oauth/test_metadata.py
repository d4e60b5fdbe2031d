"""What programs look up to find the rest (RFC 8414)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import Person
from tests.tokens.forge import opened

PATHS = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"]
each_path = pytest.mark.parametrize("path", PATHS)


@each_path
def test_the_issuer_is_that_of_the_tokens(client: FlaskClient, ada: Person, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.json["issuer"] == opened(ada.access_token)[1]["iss"]


@each_path
@pytest.mark.parametrize("base", ["https://accounts.example.org", "https://example.org/accounts"])
def test_every_address_is_below_the_public_one_whatever_host_is_asked_for(
    make_app: Callable[..., Flask], path: str, base: str
) -> None:
    client = make_app(public_url=base).test_client()
    found: dict[str, Any] = client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}).json
    assert found["issuer"] == base
    addresses = {name: value for name, value in found.items() if isinstance(value, str) and name != "issuer"}
    assert addresses == {
        "jwks_uri": f"{base}/.well-known/jwks.json",
        "introspection_endpoint": f"{base}/oauth/introspect",
        "revocation_endpoint": f"{base}/oauth/revoke",
        "service_documentation": f"{base}/docs",
    }


@each_path
def test_what_is_named_exists_and_what_does_not_exist_is_not_named(client: FlaskClient, path: str) -> None:
    found = client.get(path).json
    base = found["issuer"]
    for name, method, status in (
        ("jwks_uri", "GET", 200),
        ("introspection_endpoint", "POST", 401),
        ("revocation_endpoint", "POST", 401),
        ("service_documentation", "GET", 200),
    ):
        below = found[name].removeprefix(base)
        data = {"token": "x"} if method == "POST" else None
        assert client.open(below, method=method, data=data).status_code == status, name
    lists = {name for name, value in found.items() if isinstance(value, list)}
    assert lists == {f"{name}_endpoint_auth_methods_supported" for name in ("introspection", "revocation")}
    assert all(found[name] for name in lists), "a claim without elements is left out (RFC 8414 section 3.2)"


@pytest.mark.asvs("13.4.5")
def test_documentation_that_is_switched_off_is_not_named(make_app: Callable[..., Flask]) -> None:
    assert "service_documentation" not in make_app(docs=False).test_client().get(PATHS[0]).json
