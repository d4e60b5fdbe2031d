"""Every endpoint that hands out tokens is known, and none serves a user who may not come in."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.http.paths import readable
from gatepost.users.models import User
from tests.support.people import People, Person
from tests.web.endpoints import BODIES, ENDPOINTS, send, send_proofs

pytestmark = pytest.mark.walks_again

# Each with the only refusal that a closed account gets there, with a right password or its own tokens.
WAYS_IN = {
    "login.login.post": (403, "account_not_active"),
    "login.login_with_code.post": (403, "invalid_proof"),
    "login.login_with_passkey.post": (403, "account_not_active"),
    "login.login_with_factor.post": (403, "invalid_proof"),
    "login.prove_again.post": (401, "invalid_token"),
    "providers.login_with_id_token.post": (403, "account_not_active"),
    "providers.exchange_code.post": (403, "account_not_active"),
    "factors.verify_first_code.post": (401, "invalid_token"),
    "factors.add_own_passkey.post": (401, "invalid_token"),
    "sessions.refresh_access_token.get": (401, "invalid_token"),
    "sessions.rotate_refresh_token.post": (401, "invalid_token"),
}


def deactivate(app: Flask, ada: Person) -> None:
    deactivate_user(ada.uuid)


def undo_the_activation(app: Flask, ada: Person) -> None:
    db.session.execute(update(User).where(User.uuid == ada.uuid).values(activated_at=None))
    db.session.commit()


def tokens_in(answer: TestResponse) -> list[str]:
    return [key for key in answer.json or () if key.endswith("_token")]


@pytest.mark.asvs("6.1.3")
def test_the_page_of_ways_in_names_each_of_them_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs/security/ways-in.md").read_text()
    section = page.partition("## Requests that issue tokens")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `([A-Z]+) ([^`]+)` \|", section, re.MULTILINE)
    assert sorted(named) == sorted((ENDPOINTS[name].method, readable(ENDPOINTS[name].path)) for name in WAYS_IN)


@pytest.mark.one_factor
@pytest.mark.asvs("6.1.3")
@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("name", ENDPOINTS)
def test_tokens_come_from_these_endpoints_and_no_other(people: People, ada: Person, name: str) -> None:
    if name == "registration.activate_account.post":
        people.register("inactive", mobile="01712345678")
    send_proofs(people.client.application, ada)
    answer = send(people.client, name, ada, json=BODIES.get(name))
    assert answer.status_code < 300 or ENDPOINTS[name].access.permission
    assert bool(tokens_in(answer)) == (name in WAYS_IN)


@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize("name", WAYS_IN)
@pytest.mark.parametrize("close", [deactivate, undo_the_activation])
def test_a_closed_account_gets_no_token_on_any_way(
    app: Flask, people: People, ada: Person, close: Callable[[Flask, Person], None], name: str
) -> None:
    ada = people.log_in(ada)  # a challenge for a passkey is its session's
    send_proofs(app, ada)
    assert tokens_in(send(people.client, name, ada, json=BODIES.get(name)))
    send_proofs(app, ada)
    ada = people.log_in(ada)
    with app.app_context():
        close(app, ada)
    answer = send(people.client, name, ada, json=BODIES.get(name))
    assert (answer.status_code, answer.json["code"]) == WAYS_IN[name]
    assert tokens_in(answer) == []
