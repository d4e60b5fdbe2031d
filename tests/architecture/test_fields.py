"""Fields, parameters and answers: a new one is a decision, to be written down here."""

import pytest
from flask import Flask

from gatepost.api.openapi import openapi
from gatepost.app import ROOMS
from gatepost.http.limits import Unlimited
from gatepost.http.paths import template
from tests.architecture.declared import ENDPOINTS, PATHS


@pytest.mark.asvs("8.1.2")
@pytest.mark.asvs("6.4.2")
def test_these_are_all_the_fields_that_anyone_can_send() -> None:
    """No hint, no secret question: a new field is a decision, to be written down here."""
    bodies = [endpoint.body.model_fields for endpoint in ENDPOINTS if endpoint.body]
    passwords = {"password", "old_password", "new_password"}
    proofs = {"code", "token", "factor_code", "recovery_code", "trust_device", "passkey", "invitation"}
    factors = {"id", "name"} | {"rawId", "response", "type"}
    providers = {"return_to", "code_verifier", "id_token", "nonce"}
    roles = {"roles", "description", "permissions"}  # for those with roles:write
    tokens = {"scope", "audience", "expires_in_days"}
    support = {"reason", "until", "channel", "factor"}  # for staff
    webhooks = {"url", "events", "enabled", "end_old", "message_id"}  # for those with webhooks:write
    names = {"username", "mobile", "email", "gender", "locale", "fields"}  # the last where an operator declares some
    sent = names | passwords | proofs | factors | providers | roles | tokens | support | webhooks | {"session"}
    assert set().union(*bodies) == sent


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
    assert set().union(*queries) == {"limit", "cursor", "sort", "q", "mediation", "scope"} | {
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
    pages -= {page for page in pages if page == "/admin/console" or page.startswith("/admin/console/")}
    assert {page.split("/")[1] for page in pages} <= {"", "account", "assets", "dev", "docs", "link", "openapi.json"}
