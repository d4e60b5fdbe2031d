"""The blocking hook at a registration: nothing is made that it does not allow."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.hooks.server import HookServer
from tests.support.page import OWN
from tests.web.endpoints import row_counts

BODY = {"username": "ada", "email": "ada@example.org", "password": "correct horse battery"}


def test_the_hook_is_told_who_wants_an_account_and_no_password(client: FlaskClient, hook: HookServer) -> None:
    assert client.post("/user", json=BODY, headers={"User-Agent": "a shop"}).status_code == 201
    (asked,) = hook.asked
    assert asked.content["type"] == "registration"
    assert asked.content["data"]["account"] == {
        "username": "ada",
        "email": "ada@example.org",
        "mobile": None,
        "locale": None,
    }
    assert asked.content["data"]["client"] == {"address": "127.0.0.1", "user_agent": "a shop"}
    assert BODY["password"] not in str(asked)


def test_a_registration_that_it_denies_leaves_nothing_behind_and_shows_the_reason(
    app: Flask, client: FlaskClient, hook: HookServer
) -> None:
    before = row_counts(app)
    hook.says({"allow": False, "reason": "Only for members: <b>ask us</b>.\nThank you."})
    answer = client.post("/user", json=BODY)
    assert answer.status_code == 403
    assert answer.json == {
        "message": "Only for members: <b>ask us</b>. Thank you.",
        "status": 403,
        "code": "denied_by_hook",
    }
    assert row_counts(app) == before
    form = {"username": "ada", "mobile": "", "email": BODY["email"], "password": BODY["password"]}
    page = client.post("/account/register", data=form, headers={"Origin": OWN, "Sec-Fetch-Site": "same-origin"})
    assert "Only for members: &lt;b&gt;ask us&lt;/b&gt;. Thank you." in page.text
    hook.says({"allow": False})
    assert client.post("/user", json=BODY).json["message"] == "This is not allowed here."


@pytest.mark.parametrize("wrong", [{"username": "a@b"}, {"password": "a"}])
def test_it_is_not_asked_about_input_that_is_refused_anyway(
    client: FlaskClient, hook: HookServer, wrong: dict[str, str]
) -> None:
    assert client.post("/user", json=BODY | wrong).status_code == 422
    assert hook.asked == []


@pytest.mark.parametrize(
    "answer",
    [
        {"allow": "yes"},
        {"allow": None},
        {},
        [],
        {"allow": True, "reason": "x"},
        {"allow": False, "claims": {}},
        {"allow": False, "reason": 5},
        b"not JSON",
        b'{"allow": true' + b" " * 10_000 + b"}",
    ],
    ids=str,
)
def test_an_answer_that_says_neither_yes_nor_no_is_a_failure(
    app: Flask, client: FlaskClient, hook: HookServer, answer: Any
) -> None:
    before = row_counts(app)
    hook.says(answer)
    refused = client.post("/user", json=BODY)
    assert (refused.status_code, refused.json["code"]) == (503, "unavailable")
    assert refused.headers["Retry-After"]
    assert row_counts(app) == before
