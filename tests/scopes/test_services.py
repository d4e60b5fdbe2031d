"""Other services are told the scope and the audience, and take no token that is not for them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.verify import InvalidToken
from gatepost.verify.claims import check_names
from tests.oauth.ask import INACTIVE, introspect
from tests.roles.staff import Staff
from tests.scopes.asking import SHOP, narrowed, told
from tests.support.people import Person
from tests.tokens.forge import Forger, key_of, opened


def test_introspection_tells_the_scope_that_holds_and_the_audience(
    client: FlaskClient, staff: Staff, sue: Person
) -> None:
    less = narrowed(client, sue, "services", "audit:read", "users:write", audience=SHOP)
    found = introspect(client, less.access_token)
    assert (found["scope"], found["aud"], found["roles"], found["role"]) == ("audit:read services", SHOP, [], "user")
    staff.give(sue)
    assert introspect(client, less.access_token)["scope"] == "services"
    whole = introspect(client, narrowed(client, staff.give(sue, "support"), audience=SHOP).access_token)
    assert (whole["aud"], whole["roles"]) == (SHOP, ["support"])


@pytest.mark.asvs("9.2.3")
def test_a_session_without_the_scope_services_is_known_to_no_other_service(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    less = narrowed(client, ada, "account:read")
    assert introspect(client, less.access_token) == INACTIVE
    assert told(client.get("/forward-auth", headers=less.signed)) == (403, "insufficient_scope")
    issuer, claims = app.extensions["gatepost"].issuer, opened(less.access_token)[1]
    assert claims["aud"] == f"{issuer}/user/"
    with pytest.raises(InvalidToken):
        check_names(claims, issuer=issuer, audience=issuer)


def test_forward_auth_tells_the_scope_that_holds_and_no_role(client: FlaskClient, staff: Staff, sue: Person) -> None:
    staff.give(sue, "administrator")
    headers = client.get("/forward-auth", headers=narrowed(client, sue, "services", "audit:read").signed).headers
    assert (headers["X-Auth-Scope"], headers["X-Auth-Roles"], headers["X-Auth-Role"]) == (
        "audit:read services",
        "",
        "user",
    )
    assert headers["X-Auth-Session"]


def test_a_role_of_ones_own_is_worth_what_it_permits_now(client: FlaskClient, staff: Staff, ada: Person) -> None:
    staff.give(ada, staff.define("auditor", ["audit:read"]))
    less = narrowed(client, ada, "services", "audit:read")
    assert client.get("/forward-auth", headers=less.signed).headers["X-Auth-Scope"] == "audit:read services"
    staff.define("auditor", [])
    assert client.get("/forward-auth", headers=less.signed).headers["X-Auth-Scope"] == "services"


@pytest.mark.asvs("9.2.3")
def test_a_token_for_an_audience_that_is_not_listed_is_inactive(app: Flask, client: FlaskClient, ada: Person) -> None:
    header, claims = opened(ada.access_token)
    forge = Forger(key_of(app))
    assert introspect(client, forge({**claims, "aud": SHOP}, header=header))["aud"] == SHOP
    for aud in ("https://other.example", [SHOP], f"{SHOP}/"):
        assert introspect(client, forge({**claims, "aud": aud}, header=header)) == INACTIVE
