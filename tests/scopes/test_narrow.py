"""A refresh keeps the scope and the audience. It narrows the scope for good, and never widens it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.scopes.asking import SHOP, narrowed, told
from tests.support.people import Person, bearer
from tests.tokens.forge import opened

pytestmark = pytest.mark.every_engine


def rotate(client: FlaskClient, refresh_token: str, scope: str | None = None) -> TestResponse:
    asked = {} if scope is None else {"scope": scope}
    return client.post("/user/refresh-token/", headers=bearer(refresh_token), query_string=asked)


def told_by(answer: TestResponse) -> tuple[str, str]:
    """The scope in the answer, and the audience in the token."""
    claims = opened(answer.json["access_token"])[1]
    assert claims["scope"] == answer.json["scope"]
    return answer.json["scope"], claims["aud"]


def test_both_refreshes_keep_them(client: FlaskClient, ada: Person) -> None:
    less = narrowed(client, ada, "account:read", "services", audience=SHOP)
    kept = ("account:read services", SHOP)
    assert told_by(client.get("/user/refresh-token/", headers=less.refreshing)) == kept
    assert told_by(rotate(client, less.refresh_token)) == kept


@pytest.mark.asvs("8.2.1")
def test_a_rotation_narrows_and_the_tokens_of_before_are_narrowed_with_it(client: FlaskClient, ada: Person) -> None:
    answer = rotate(client, ada.refresh_token, "services account:read")
    assert answer.json["scope"] == "account:read services"
    answer = rotate(client, answer.json["refresh_token"], "services")
    assert answer.json["scope"] == "services"
    assert told(client.get(f"/user/{ada.uuid}", headers=ada.signed)) == (403, "insufficient_scope")
    assert rotate(client, answer.json["refresh_token"]).json["scope"] == "services"


@pytest.mark.asvs("8.2.1")
def test_what_would_widen_is_refused_and_uses_nothing_up(client: FlaskClient, ada: Person) -> None:
    less = narrowed(client, ada, "services", audience=SHOP)
    for wider in ("services account:read", "account:read", "users:read services", "nothing"):
        answer = rotate(client, less.refresh_token, wider)
        assert told(answer) == (422, "invalid_input")
        assert answer.json["errors"] == {"scope": ["Choose from: services."]}
    assert rotate(client, less.refresh_token).json["scope"] == "services"


def test_a_session_for_another_audience_keeps_the_scope_services(client: FlaskClient, ada: Person) -> None:
    elsewhere = narrowed(client, ada, audience=SHOP)
    assert told(rotate(client, elsewhere.refresh_token, "account:read")) == (422, "invalid_input")
    assert told_by(rotate(client, elsewhere.refresh_token, "services")) == ("services", SHOP)


def test_an_answer_that_was_lost_is_had_again_with_its_scope_and_no_other(client: FlaskClient, ada: Person) -> None:
    lost = rotate(client, ada.refresh_token, "services account:read").json
    again = rotate(client, ada.refresh_token, "account:read services").json
    assert (again["refresh_token"], again["scope"]) == (lost["refresh_token"], lost["scope"])
    assert told(rotate(client, ada.refresh_token, "services")) == (422, "invalid_input")
    assert rotate(client, ada.refresh_token).json["scope"] == "account:read services"


@pytest.mark.asvs("15.4.2")
def test_of_two_that_narrow_at_once_neither_gets_what_the_other_left_out(app: Flask, ada: Person) -> None:
    gate = threading.Barrier(2)

    def narrow(scope: str) -> TestResponse:
        client = app.test_client()
        gate.wait()
        return rotate(client, ada.refresh_token, scope)

    asked = ("services", "account:read")
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(narrow, asked))
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    (given,) = (answer.json["scope"] for answer in answers if answer.status_code == 200)
    assert rotate(app.test_client(), ada.refresh_token).json["scope"] == given
