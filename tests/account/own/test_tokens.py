"""Personal tokens are made, shown once, listed and revoked on /account/tokens."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.account.browser import where
from tests.account.own.visitor import Visitor, alert, reason
from tests.support.people import People, Person, bearer

PATH = "/account/tokens"
NEW = f"{PATH}/new"
READ: dict[str, Any] = {"scope account:read": "on"}


def test_a_token_is_made_and_shown_once_and_revoked(client: FlaskClient, inside: Visitor, settled: Person) -> None:
    inside.page(NEW)
    answer = inside.send(NEW, name="<i>backup</i>", expires_in_days="30", **READ)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search(r"gp_pat_\w+", answer.text)
    assert found
    token = bearer(found[0])
    assert client.get(f"/user/{settled.uuid}", headers=token).status_code == 200
    assert client.patch(f"/user/{settled.uuid}", json={}, headers=token).status_code == 403
    html = inside.page(PATH)
    assert found[0] not in html
    assert "&lt;i&gt;backup&lt;/i&gt;" in html
    assert "read everything about your account" in html
    assert "Programs that may act for you: 1" in inside.page("/account")
    inside.page(PATH)
    revoke = re.search(r"account/tokens/[0-9a-f]{32}/revoke", html)
    assert revoke
    assert where(f"/{revoke[0]}", inside.send(f"/{revoke[0]}")) == f"{PATH}?done=token-revoked"
    assert client.get(f"/user/{settled.uuid}", headers=token).status_code == 401
    assert inside.sent(f"/{revoke[0]}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "x", "expires_in_days": "30"}, "scope"),
        ({"name": "x", "expires_in_days": "30", "scope users:write": "on"}, "scope"),
        ({"name": "x", "expires_in_days": "30", "scope <b>": "on"}, "scope.0"),
        ({"name": "x", "expires_in_days": "many", **READ}, "expires_in_days"),
        ({"name": "x", "expires_in_days": "0", **READ}, "expires_in_days"),
        ({"name": "x", "expires_in_days": "9999999999", **READ}, "expires_in_days"),
        ({"expires_in_days": "30", **READ}, "name"),
        ({"name": "\u202ex", "expires_in_days": "30", **READ}, "name"),
    ],
)
def test_a_refused_token_tells_the_reason_and_what_was_typed(
    inside: Visitor, fields: dict[str, str], field: str
) -> None:
    answer = inside.sent(NEW, **fields)
    assert answer.status_code == 422
    assert reason(answer.text, field) or field == "scope.0"
    assert "gp_pat_" not in answer.text
    assert ('name="scope account:read" checked' in answer.text) is ("scope account:read" in fields)
    assert "You have none so far." in inside.page(PATH)


def test_there_are_only_so_many(make_app: Callable[..., Flask]) -> None:
    app = make_app(personal_tokens_per_user=1, personal_token_lifetime=timedelta(days=7))
    ada = Visitor(app, People(app.test_client()).settle("ada"))
    assert 'value="7"' in ada.page(NEW)
    assert 'max="7"' in ada.page(NEW)
    assert ada.sent(NEW, name="one", expires_in_days="7", **READ).status_code == 200
    answer = ada.sent(NEW, name="two", expires_in_days="7", **READ)
    assert (answer.status_code, alert(answer.text)) == (409, "There are too many tokens: revoke one first.")


def test_nobody_revokes_the_token_of_another(app: Flask, inside: Visitor, eve: Person) -> None:
    inside.sent(NEW, name="mine", expires_in_days="7", **READ)
    revoke = re.search(r"account/tokens/[0-9a-f]{32}/revoke", inside.page(PATH))
    assert revoke
    assert Visitor(app, eve).sent(f"/{revoke[0]}").status_code == 404
    assert "mine" in inside.page(PATH)
