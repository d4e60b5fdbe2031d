"""POST /user/undo-way-in: a linked or unlinked provider is undone by the link in its message, for seven days."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost.providers import set_aside
from gatepost.serving.housekeeping import Housekeeping
from tests.factors.test_undo import kept, undo
from tests.providers.browser import code_of, come_back, exchange, links, log_in, native
from tests.providers.links import PATH, me
from tests.support.authenticator import enrol, second
from tests.support.letters import Letter, Letters
from tests.support.passkeys import add_passkey
from tests.support.people import People, Person, bearer
from tests.support.provider import Provider
from tests.support.software_key import Authenticator
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents, row_counts

pytestmark = pytest.mark.every_engine

INVALID = (403, "invalid_proof")


def link(client: FlaskClient, provider: Provider, person: Person, nonce: str = "to link", **claims: Any) -> int:
    body = {"id_token": provider.id_token(nonce, **claims), "nonce": nonce}
    return client.post(PATH, json=body, headers=person.signed).status_code


def unlink(client: FlaskClient, person: Person) -> None:
    (found,) = links(client, person)
    assert client.delete(f"/user/providers/{found['id']}", headers=person.signed).status_code == 200


@pytest.fixture
def unlinked(
    client: FlaskClient, provider: Provider, settled: Person, letters: Letters, time: SetClock
) -> tuple[dict[str, Any], Letter]:
    """The link of ada with the provider, which a thief has removed, and the message about it."""
    assert link(client, provider, settled) == 201
    (found,) = links(client, settled)
    time.pass_(minutes=1)
    letters.new()
    unlink(client, settled)
    return found, next(each for each in letters.new() if each.name == "provider_unlinked")


@pytest.mark.asvs("7.4.2", "6.3.7")
def test_a_linked_provider_goes_and_all_sessions_end(
    client: FlaskClient, provider: Provider, people: People, settled: Person, letters: Letters
) -> None:
    """A thief with ada's session has linked an account of theirs."""
    provider.claims = {"sub": "thief at example", "email": "thief@example.org"}
    assert link(client, provider, settled) == 201
    letter = letters.one("provider_linked")
    assert (letter.to, letter.values["days"]) == ("ada@example.org", 7)
    assert "#undo_way_in:" in letter.values["link"]
    thief = log_in(client, provider)
    assert me(client, thief)["uuid"] == settled.uuid
    code = code_of(come_back(client, provider))
    assert undo(client, letter.token).status_code == 200
    for token in (settled.access_token, thief.json["access_token"]):
        assert client.get("/user/providers", headers=bearer(token)).status_code == 401
    assert_refused(exchange(client, code), INVALID)
    assert links(client, people.log_in(settled)) == []
    assert me(client, log_in(client, provider))["uuid"] != settled.uuid


def test_an_unlinked_provider_lets_nobody_in_until_it_is_back(
    app: Flask,
    client: FlaskClient,
    provider: Provider,
    people: People,
    settled: Person,
    unlinked: tuple[dict[str, Any], Letter],
) -> None:
    found, letter = unlinked
    provider.claims = {"email_verified": False}
    assert_refused(native(client, provider.id_token("a nonce")), (403, "unproven_email"))
    assert undo(client, letter.token).status_code == 200
    assert links(client, people.log_in(settled)) == [found]
    assert me(client, log_in(client, provider))["uuid"] == settled.uuid


def test_it_works_once_and_only_in_its_time(
    client: FlaskClient, unlinked: tuple[dict[str, Any], Letter], time: SetClock
) -> None:
    token = unlinked[1].token
    time.pass_(days=7)
    assert_refused(undo(client, token), INVALID)
    time.pass_(seconds=-1)
    assert undo(client, token).status_code == 200
    assert_refused(undo(client, token), INVALID)


def test_what_is_kept_of_a_link_is_sealed_and_goes_in_its_time(
    app: Flask, unlinked: tuple[dict[str, Any], Letter], time: SetClock
) -> None:
    assert kept(app) == 2
    assert "ada at example" not in str(contents(app)["way_in_undos"])
    time.pass_(days=7)
    Housekeeping(app).round()
    assert (kept(app), row_counts(app)["provider_links"]) == (0, 0)


def test_what_is_kept_goes_with_the_account(
    app: Flask, client: FlaskClient, settled: Person, unlinked: tuple[dict[str, Any], Letter]
) -> None:
    assert client.delete(f"/user/{settled.uuid}", headers=settled.signed).status_code == 200
    assert kept(app) == 0
    assert_refused(undo(client, unlinked[1].token), INVALID)


def test_an_account_of_the_provider_that_another_user_has_by_now_stays_theirs(
    client: FlaskClient,
    provider: Provider,
    people: People,
    settled: Person,
    unlinked: tuple[dict[str, Any], Letter],
) -> None:
    eve = people.join("eve")
    assert link(client, provider, eve, nonce="of eve") == 201
    assert undo(client, unlinked[1].token).status_code == 200
    assert links(client, people.log_in(settled)) == []
    assert len(links(client, eve)) == 1


def test_a_log_in_that_waits_for_a_factor_ends_with_the_undo(
    client: FlaskClient, provider: Provider, settled: Person, letters: Letters, time: SetClock
) -> None:
    app = enrol(client, settled)
    letters.new()
    assert link(client, provider, settled) == 201
    letter = letters.one("provider_linked")
    waits = log_in(client, provider).json["second_factor"]["token"]
    assert undo(client, letter.token).status_code == 200
    assert_refused(second(client, waits, app.code()), INVALID)


@pytest.mark.asvs("6.4.1")
def test_an_undo_of_the_only_way_in_offers_a_password(
    client: FlaskClient, provider: Provider, letters: Letters, time: SetClock
) -> None:
    """The account was made by the provider, and the reader of its proven address does not want that."""
    new = me(client, log_in(client, provider))
    letter = letters.one("provider_linked")
    assert undo(client, letter.token).status_code == 200
    offered = letters.one("reset")
    assert offered.to == "ada@example.org"
    body = {"token": offered.token, "new_password": "a password of my own"}
    assert client.post("/user/reset-password", json=body).status_code == 200
    back = People(client).log_in(Person(new["uuid"], new["username"], "", "a password of my own"))
    assert links(client, back) == []


def test_no_password_is_offered_while_a_passkey_or_a_provider_is_left(
    client: FlaskClient, provider: Provider, letters: Letters, time: SetClock
) -> None:
    tokens = log_in(client, provider).json
    ada = Person("", "ada", "", "", **tokens)
    own = Authenticator()
    add_passkey(client, ada, own)
    letters.new()
    assert link(client, provider, ada, sub="another", email=None) == 201
    letter = letters.one("provider_linked")
    assert undo(client, letter.token).status_code == 200
    assert letters.new() == []


def test_an_undo_brings_back_the_way_in_that_a_later_change_took(
    client: FlaskClient, provider: Provider, letters: Letters, time: SetClock
) -> None:
    """A thief has added a passkey, and then removed ada's only way in."""
    ada = Person("", "ada", "", "", **log_in(client, provider).json)
    letters.new()
    add_passkey(client, ada, Authenticator())
    letter = letters.one("passkey_added")
    unlink(client, ada)
    letters.new()
    assert undo(client, letter.token).status_code == 200
    assert letters.new() == []
    assert log_in(client, provider).status_code == 200


def test_an_account_that_somebody_links_in_the_same_moment_stays_there(
    app: Flask,
    client: FlaskClient,
    provider: Provider,
    people: People,
    settled: Person,
    unlinked: tuple[dict[str, Any], Letter],
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
) -> None:
    if engine == "sqlite":
        pytest.skip("it has one writer at a time")
    eve, from_json = people.join("eve"), set_aside.from_json

    def link_first(*row: Any, **more: Any) -> dict[str, Any]:
        monkeypatch.setattr(set_aside, "from_json", from_json)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(link, app.test_client(), provider, eve, "to link again").result(10) == 201
        return from_json(*row, **more)

    monkeypatch.setattr(set_aside, "from_json", link_first)
    assert undo(client, unlinked[1].token).status_code == 200
    assert links(client, people.log_in(settled)) == []
    assert len(links(client, eve)) == 1
