"""GitHub has OAuth 2.0 and an API of its own in place of ID tokens. A server of GitHub Enterprise stands in for it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from gatepost.database import db
from gatepost.providers.models import ProviderLink
from tests.providers.browser import RETURN_TO, exchange
from tests.providers.links import me
from tests.support.provider import CLIENT_ID, CLIENT_SECRET, Provider, query_of, with_query
from tests.web.endpoints import assert_refused

WITH = "/user/login/with/github"
USER, EMAILS = "/api/v3/user", "/api/v3/user/emails"
PROVEN = {"email": "ada@example.org", "primary": True, "verified": True}


class GitHub(Provider):
    """Its token endpoint is a path of its own, and takes the secret in the form."""

    def _answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        if path == "/login/oauth/access_token":
            self.document["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
            status, data = self.token(form, authorization)
            data.pop("id_token", None)
            return (200, data) if status == 200 else (200, {"error": "bad_verification_code"})
        if authorization != "Bearer an access token":
            return 401, {"message": "Bad credentials"}
        return 200, {}


@pytest.fixture
def github() -> Any:
    with GitHub("github") as running:
        running.answers[USER] = json.dumps({"id": 583231, "login": "ada"}).encode()
        running.answers[EMAILS] = json.dumps([{"email": "x@example.org", "verified": True}, PROVEN]).encode()
        yield running


@pytest.fixture
def client(make_app: Callable[..., Flask], github: GitHub) -> FlaskClient:
    settings = {"name": "github", "preset": "github", "issuer": github.issuer, "private": True}
    settings |= {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return make_app(providers=[settings], return_urls=(RETURN_TO,)).test_client()


def come_back(client: FlaskClient, github: GitHub) -> Any:
    begun = client.get(with_query(WITH, return_to=RETURN_TO))
    assert begun.location.startswith(f"{github.issuer}/login/oauth/authorize?")
    assert query_of(begun.location)["scope"] == "read:user user:email"
    back = github.authorize(begun.location) | {"iss": f"{github.issuer}/login/oauth"}
    return client.get(with_query(f"{WITH}/callback", **back))


@pytest.mark.every_engine
def test_somebody_from_github_is_known_by_the_number_of_their_account(client: FlaskClient, github: GitHub) -> None:
    first = me(client, exchange(client, query_of(come_back(client, github).location)["code"]))
    assert (first["username"], first["email"]) == ("ada", "ada@example.org")
    with client.application.app_context():
        assert db.session.execute(select(ProviderLink.subject)).scalars().all() == ["583231"]
    github.answers[USER] = json.dumps({"id": 583231, "login": "lovelace"}).encode()
    again = me(client, exchange(client, query_of(come_back(client, github).location)["code"]))
    assert again["uuid"] == first["uuid"]


@pytest.mark.parametrize(
    "emails", [[], [PROVEN | {"verified": False}], [PROVEN | {"primary": False}], [PROVEN | {"verified": 1}], {}, None]
)
def test_only_the_primary_address_counts_and_only_if_it_is_proven(
    client: FlaskClient, github: GitHub, emails: Any
) -> None:
    github.answers[EMAILS] = json.dumps(emails).encode()
    assert_refused(come_back(client, github), (403, "unproven_email"))


@pytest.mark.parametrize("user", [{}, {"id": "583231"}, {"id": True}, [], None])
def test_a_user_without_a_number_is_refused(client: FlaskClient, github: GitHub, user: Any) -> None:
    github.answers[USER] = json.dumps(user).encode()
    assert_refused(come_back(client, github), (403, "provider_refused"))


def test_a_refused_code_is_told_with_status_200(client: FlaskClient, github: GitHub) -> None:
    state = query_of(client.get(with_query(WITH, return_to=RETURN_TO)).location)["state"]
    answer = client.get(with_query(f"{WITH}/callback", state=state, code="wrong"))
    assert_refused(answer, (403, "provider_refused"))


def test_the_answer_of_another_server_is_refused(client: FlaskClient, github: GitHub) -> None:
    for issuer in (github.issuer, "https://github.com/login/oauth"):
        back = github.authorize(client.get(with_query(WITH, return_to=RETURN_TO)).location) | {"iss": issuer}
        answer = client.get(with_query(f"{WITH}/callback", **back))
        assert_refused(answer, (403, "provider_refused"))
    assert github.asked == []


def test_it_has_no_id_tokens(client: FlaskClient, github: GitHub) -> None:
    answer = client.post(WITH, json={"id_token": "a.b.c", "nonce": "x"})
    assert_refused(answer, (403, "not_offered"))


def test_an_outage_of_its_api_is_told(client: FlaskClient, github: GitHub) -> None:
    github.statuses[EMAILS] = 502
    assert_refused(come_back(client, github), (503, "unavailable"))
