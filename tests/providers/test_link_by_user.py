"""POST and DELETE /user/providers: a signed-in user links and unlinks."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.audit.test_record import Record
from tests.providers.browser import CALLBACK, RETURN_TO, begin, code_of, come_back, exchange, links, log_in
from tests.providers.links import PATH, events, me
from tests.support.letters import Letters
from tests.support.people import People, Person, bearer
from tests.support.provider import Provider, query_of, with_query
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


def test_a_signed_in_user_links_an_account_of_any_address(
    client: FlaskClient, provider: Provider, ada: Person, letters: Letters, record: Record
) -> None:
    provider.claims = {"email": None, "email_verified": None}
    answer = client.post(PATH, json={"return_to": RETURN_TO}, headers=ada.signed)
    assert answer.status_code == 200
    begun = client.get(answer.json["url"].removeprefix("http://127.0.0.1:8087"))
    code = code_of(client.get(with_query(CALLBACK, **provider.authorize(begun.location))))
    assert links(client, ada) == []
    assert_refused(exchange(client, code), (403, "invalid_proof"))
    assert client.post(PATH, json={"code": code}, headers=ada.signed).status_code == 201
    assert [link["provider"] for link in links(client, ada)] == ["example"]
    assert [letter.name for letter in letters.new()] == ["provider_linked"]
    assert events(record, ada.uuid)[-1] == "provider.linked"
    assert me(client, log_in(client, provider))["uuid"] == ada.uuid


def test_the_code_links_only_in_the_session_that_began(
    client: FlaskClient, provider: Provider, ada: Person, eve: Person, people: People
) -> None:
    """Otherwise somebody who is sent to a provider by eve would give eve's account a way in, or theirs to eve."""
    url = client.post(PATH, json={"return_to": RETURN_TO}, headers=eve.signed).json["url"]
    begun = client.get(url.removeprefix("http://127.0.0.1:8087"))
    code = code_of(client.get(with_query(CALLBACK, **provider.authorize(begun.location))))
    for other in (ada, people.log_in(eve)):
        assert_refused(client.post(PATH, json={"code": code}, headers=other.signed), (403, "invalid_proof"))
    assert links(client, ada) == links(client, eve) == []


def test_a_code_to_log_in_links_nothing(client: FlaskClient, provider: Provider, ada: Person) -> None:
    code = code_of(come_back(client, provider))
    assert_refused(client.post(PATH, json={"code": code}, headers=ada.signed), (403, "invalid_proof"))


@pytest.mark.parametrize("ticket", ["x", "AAAA" * 30])
def test_a_forged_ticket_begins_nothing(client: FlaskClient, provider: Provider, ticket: str) -> None:
    assert_refused(begin(client, link=ticket), (403, "log_in_not_begun"))


def test_a_ticket_lasts_five_minutes(time: SetClock, client: FlaskClient, provider: Provider, ada: Person) -> None:
    url = client.post(PATH, json={"return_to": RETURN_TO}, headers=ada.signed).json["url"]
    time.pass_(minutes=5)
    assert_refused(begin(client, link=query_of(url)["link"]), (403, "log_in_not_begun"))


def test_an_app_links_by_an_id_token(client: FlaskClient, provider: Provider, ada: Person) -> None:
    body = {"id_token": provider.id_token("a nonce", email=None), "nonce": "a nonce"}
    assert client.post(PATH, json=body, headers=ada.signed).status_code == 201
    assert len(links(client, ada)) == 1


def test_an_account_of_the_provider_has_one_account_here(
    client: FlaskClient, provider: Provider, ada: Person, eve: Person
) -> None:
    for number, (who, expected) in enumerate([(ada, 201), (ada, 201), (eve, 409)]):
        body = {"id_token": provider.id_token(f"nonce {number}"), "nonce": f"nonce {number}"}
        assert client.post(PATH, json=body, headers=who.signed).status_code == expected
    assert (len(links(client, ada)), links(client, eve)) == (1, [])


@pytest.mark.asvs("7.5.1")
def test_linking_and_unlinking_ask_for_a_recent_log_in(
    make_app: Callable[..., Flask], chosen: dict[str, Any], time: SetClock, provider: Provider
) -> None:
    client = make_app(reauthentication=True, **chosen).test_client()
    ada = People(client).join("ada")
    time.pass_(minutes=6)
    for answer in (
        client.post(PATH, json={"return_to": RETURN_TO}, headers=ada.signed),
        client.delete("/user/providers/" + "0" * 32, headers=ada.signed),
    ):
        assert_refused(answer, (401, "insufficient_user_authentication"))


def test_an_unlinked_account_logs_nobody_in_and_other_sessions_end(
    client: FlaskClient, provider: Provider, settled: Person, letters: Letters, record: Record
) -> None:
    tokens = log_in(client, provider).json
    waiting = code_of(come_back(client, provider))
    letters.new()
    (link,) = links(client, settled)
    assert client.delete(f"/user/providers/{link['id']}", headers=settled.signed).status_code == 200
    assert links(client, settled) == []
    assert_refused(exchange(client, waiting), (403, "invalid_proof"))
    assert client.get("/user/providers", headers=bearer(tokens["access_token"])).status_code == 401
    assert "provider_unlinked" in {letter.name for letter in letters.new()}
    assert events(record, settled.uuid)[-1] == "provider.unlinked"


def test_nobody_unlinks_the_account_of_another(client: FlaskClient, provider: Provider, ada: Person) -> None:
    grace = bearer(log_in(client, provider).json["access_token"])
    (link,) = client.get("/user/providers", headers=grace).json["data"]
    answer = client.delete(f"/user/providers/{link['id']}", headers=ada.signed)
    assert_refused(answer, (404, "provider_link_not_found"))


def test_the_last_way_in_stays(make_app: Callable[..., Flask], chosen: dict[str, Any], provider: Provider) -> None:
    """Nobody can be written to here, so no code lets them in."""
    client = make_app(dev_inbox=False, **chosen).test_client()
    signed = bearer(log_in(client, provider).json["access_token"])
    (link,) = client.get("/user/providers", headers=signed).json["data"]
    assert_refused(client.delete(f"/user/providers/{link['id']}", headers=signed), (409, "last_way_in"))
    body = {"id_token": provider.id_token("a nonce", sub="another"), "nonce": "a nonce"}
    assert client.post(PATH, json=body, headers=signed).status_code == 201
    assert client.delete(f"/user/providers/{link['id']}", headers=signed).status_code == 200


@pytest.mark.parametrize(
    "body",
    [{}, {"return_to": RETURN_TO, "code": "x"}, {"id_token": "a.b.c"}, {"nonce": "x"}, {"code_verifier": "x" * 43}],
)
def test_linking_takes_one_thing(client: FlaskClient, provider: Provider, ada: Person, body: dict[str, str]) -> None:
    assert_refused(client.post(PATH, json=body, headers=ada.signed), (422, "invalid_input"))
