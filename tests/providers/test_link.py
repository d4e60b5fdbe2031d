"""Which account it is: by issuer and subject, by an address that both sides hold proven, by a signed-in user."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.providers.models import ProviderLink
from gatepost.users.models import User
from tests.audit.test_record import Record
from tests.providers.browser import code_of, come_back, exchange, links, log_in, native
from tests.providers.links import events, me
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.provider import Provider
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


TAKEN = (409, "email_taken")


LINKED = (409, "already_linked")


UNPROVEN = (403, "unproven_email")


def count(app: Flask, table: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_address_that_both_sides_hold_proven_links(
    client: FlaskClient, provider: Provider, settled: Person, letters: Letters
) -> None:
    assert me(client, log_in(client, provider))["uuid"] == settled.uuid
    (link,) = links(client, settled)
    assert link["provider"] == "example"
    assert link["last_used_at"] is not None
    told = [letter for letter in letters.new() if letter.name == "provider_linked"]
    assert [letter.to for letter in told] == ["ada@example.org"]


@pytest.mark.parametrize("proven", [None, False, "yes", 1, "false"])
@pytest.mark.asvs("6.8.1")
def test_an_address_that_the_provider_does_not_call_proven_links_nothing(
    app: Flask, client: FlaskClient, provider: Provider, settled: Person, proven: Any
) -> None:
    provider.claims = {"email_verified": proven}
    assert_refused(come_back(client, provider), UNPROVEN)
    assert_refused(native(client, provider.id_token("a nonce")), UNPROVEN)
    assert links(client, settled) == []
    assert count(app, User) == 1


def test_an_address_that_is_not_proven_here_links_nothing(app: Flask, client: FlaskClient, provider: Provider) -> None:
    """Somebody else may have typed it in."""
    eve = People(client).join("eve")
    client.patch(f"/user/{eve.uuid}", json={"email": "ada@example.org"}, headers=eve.signed)
    assert_refused(come_back(client, provider), TAKEN)
    assert links(client, eve) == []
    assert count(app, User) == 1


def test_another_mailbox_with_the_same_normal_form_links_nothing(
    client: FlaskClient, provider: Provider, settled: Person
) -> None:
    provider.claims = {"email": "ａda@example.org"}
    assert_refused(come_back(client, provider), TAKEN)
    assert links(client, settled) == []


def test_letter_case_makes_no_other_mailbox(client: FlaskClient, provider: Provider, settled: Person) -> None:
    provider.claims = {"email": "Ada@Example.org"}
    assert me(client, log_in(client, provider))["uuid"] == settled.uuid


@pytest.mark.asvs("6.8.1")
@pytest.mark.asvs("10.5.2")
def test_the_subject_is_the_key_and_not_the_address(client: FlaskClient, provider: Provider, settled: Person) -> None:
    log_in(client, provider)
    provider.claims = {"email": "new@example.org", "email_verified": False}
    assert me(client, log_in(client, provider))["uuid"] == settled.uuid
    provider.claims = {"sub": "somebody else at example", "email": "new@example.org"}
    assert me(client, log_in(client, provider))["uuid"] != settled.uuid


def test_a_closed_account_is_not_linked(app: Flask, client: FlaskClient, provider: Provider, settled: Person) -> None:
    with app.app_context():
        deactivate_user(settled.uuid)
    assert_refused(come_back(client, provider), (403, "account_not_active"))
    assert count(app, ProviderLink) == 0


def test_a_closed_account_that_is_linked_stays_closed(
    app: Flask, client: FlaskClient, provider: Provider, settled: Person
) -> None:
    log_in(client, provider)
    code = code_of(come_back(client, provider))
    with app.app_context():
        deactivate_user(settled.uuid)
    assert exchange(client, code).status_code == 403
    assert log_in(client, provider).status_code == 403


def test_a_new_person_has_the_proven_address_and_no_password(
    client: FlaskClient, provider: Provider, letters: Letters, record: Record
) -> None:
    provider.claims = {"preferred_username": "Ada L."}
    new = me(client, log_in(client, provider))
    assert (new["username"], new["email"], new["status"]) == ("AdaL.", "ada@example.org", True)
    refused = client.post("/user/login", json={"username": "AdaL.", "password": "!"})
    assert_refused(refused, (401, "invalid_credentials"))
    assert [letter.name for letter in letters.new()] == ["provider_linked"]
    client.post("/user/login/code", json={"email": "ada@example.org"})
    assert letters.one("login").to == "ada@example.org"
    assert events(record, new["uuid"])[:3] == ["account.registered", "account.activated", "provider.linked"]


@pytest.mark.parametrize("name", [None, "ada", "ada@example.org", "!!!", "\u200b", 7])
def test_a_name_that_cannot_be_theirs_is_replaced(client: FlaskClient, provider: Provider, name: Any) -> None:
    """It may be another's, or tell a part of their e-mail address."""
    People(client).join("ada")
    provider.claims = {"preferred_username": name}
    username = me(client, log_in(client, provider))["username"]
    assert username.startswith("user")
    assert len(username) == 12


def test_of_parallel_registrations_of_one_person_one_is_made(app: Flask, provider: Provider) -> None:
    tokens = [provider.id_token(f"nonce {number}") for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        sent = pool.map(lambda each: native(app.test_client(), each[1], f"nonce {each[0]}"), enumerate(tokens))
        answers = list(sent)
    assert {answer.status_code for answer in answers} <= {200, 409, 503}
    assert 200 in {answer.status_code for answer in answers}
    assert (count(app, User), count(app, ProviderLink)) == (1, 1)
