"""A passkey in place of an app, where settings ask for a second factor (SECOND_FACTOR)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.authenticator import begin, due, enrol, first, opens, second
from tests.support.letters import Letters
from tests.support.passkeys import OPTIONS, PASSKEYS, options_for, options_to_log_in, send_new
from tests.support.passkeys import log_in as log_in_by_passkey
from tests.support.people import People, Person
from tests.support.software_key import Authenticator
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

LAST = (409, "last_factor")
NEEDED = (401, "insufficient_user_authentication")


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    """Of a service where everybody has to have a second factor."""
    return make_app(second_factor="required", passkey_upgrades=True).test_client()


def enrol_passkey(client: FlaskClient, person: Person) -> tuple[Authenticator, dict[str, Any]]:
    """Add a passkey, and let *person* have the token of the answer."""
    key = Authenticator()
    answer = send_new(client, person, key.create(options_for(client, person)))
    assert answer.status_code == 201, answer.text
    person.access_token = answer.json["access_token"]
    told: dict[str, Any] = answer.json
    return key, told


@pytest.mark.asvs("6.3.3")
def test_a_passkey_as_the_first_factor_opens_everything(client: FlaskClient, ada: Person, time: SetClock) -> None:
    other = People(client).log_in(ada)
    assert opens(client, ada) == 403
    key, told = enrol_passkey(client, ada)
    assert len(told["recovery_codes"]) == 10
    claims = opened(ada.access_token)[1]
    assert (claims["amr"], claims["acr"]) == (["pwd", "pop", "mfa"], "aal2")
    assert opens(client, ada) == 200
    refreshed = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    assert opens(client, ada, refreshed) == 200
    assert_refused(client.get("/user/factors", headers=other.signed), (401, "invalid_token"))
    assert first(client, ada).json["second_factor"]["factors"] == ["passkey", "recovery_code"]
    assert second(client, due(client, ada), passkey=key.get(options_to_log_in(client))).status_code == 200
    assert second(client, due(client, ada), recovery_code=told["recovery_codes"][0]).status_code == 200


def test_a_further_passkey_brings_no_codes_and_ends_no_session(client: FlaskClient, ada: Person) -> None:
    key, _ = enrol_passkey(client, ada)
    other = log_in_by_passkey(client, key).json["access_token"]
    _, told = enrol_passkey(client, ada)
    assert "recovery_codes" not in told
    assert opens(client, ada, other) == 200


def test_the_codes_of_a_passkey_end_with_the_next_first_factor(make_app: Callable[..., Flask], time: SetClock) -> None:
    """Since the setting was relaxed the passkey is none."""
    client = make_app(second_factor="required").test_client()
    ada = People(client).join("ada")
    _, told = enrol_passkey(client, ada)
    relaxed = make_app().test_client()
    assert len(enrol(relaxed, ada).recovery_codes) == 10
    refused = second(relaxed, due(relaxed, ada), recovery_code=told["recovery_codes"][0])
    assert_refused(refused, (403, "invalid_proof"))


def test_where_no_factor_is_asked_for_a_passkey_raises_its_session_and_no_more(
    make_app: Callable[..., Flask],
) -> None:
    client = make_app().test_client()
    ada = People(client).join("ada")
    other = People(client).log_in(ada)
    _, told = enrol_passkey(client, ada)
    assert "recovery_codes" not in told
    assert opened(ada.access_token)[1]["acr"] == "aal2"
    assert opens(client, other) == 200


@pytest.mark.asvs("6.3.3")
def test_a_passkey_that_the_browser_makes_by_itself_enrols_nobody(client: FlaskClient, ada: Person) -> None:
    answer = client.post(OPTIONS, query_string={"mediation": "conditional"}, headers=ada.signed)
    assert_refused(answer, (403, "not_offered"))


@pytest.mark.asvs("6.3.4", "7.5.1")
def test_a_session_without_the_passkey_adds_no_factor_round_it(make_app: Callable[..., Flask], time: SetClock) -> None:
    """Sessions of before the setting have begun without it."""
    open_client = make_app().test_client()
    ada = People(open_client).join("ada")
    before = People(open_client).log_in(ada)
    enrol_passkey(open_client, ada)
    client = make_app(second_factor="required").test_client()
    assert_refused(client.post(OPTIONS, headers=before.signed), NEEDED)
    assert_refused(begin(client, before), NEEDED)
    assert begin(client, ada).status_code == 201


def test_an_enrolled_passkey_counts_in_every_session(make_app: Callable[..., Flask], time: SetClock) -> None:
    """As an app does: no refresh, and no trusted device, leads its user to enrol something else."""
    open_client = make_app().test_client()
    ada = People(open_client).join("ada")
    before = People(open_client).log_in(ada)
    key, _ = enrol_passkey(open_client, ada)
    client = make_app(second_factor="required", trusted_device="30d").test_client()
    refreshed = client.get("/user/refresh-token/", headers=before.refreshing).json["access_token"]
    assert opens(client, ada, refreshed) == 200
    sent = key.get(options_to_log_in(client))
    assert second(client, due(client, ada), passkey=sent, trust_device=True).status_code == 200
    assert opens(client, ada, first(client, ada).json["access_token"]) == 200


@pytest.mark.asvs("6.3.3")
def test_the_last_factor_cannot_be_removed_and_each_takes_the_place_of_the_other(
    client: FlaskClient, ada: Person, time: SetClock
) -> None:
    enrol_passkey(client, ada)
    (passkey,) = client.get(PASSKEYS, headers=ada.signed).json["data"]
    path = f"{PASSKEYS}/{passkey['id']}"
    assert_refused(client.delete(path, headers=ada.signed), LAST)
    app = enrol(client, ada)
    assert app.recovery_codes == []  # those of the passkey are still good
    assert client.delete(path, headers=ada.signed).status_code == 200
    assert_refused(client.delete(f"/user/factors/{app.id}", headers=ada.signed), LAST)
    enrol_passkey(client, ada)
    assert client.delete(f"/user/factors/{app.id}", headers=ada.signed).status_code == 200
    assert client.get("/user/factors", headers=ada.signed).json["recovery_codes"] == 10


def test_an_app_beside_an_earlier_passkey_brings_the_codes_that_are_missing(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    open_client = make_app().test_client()
    ada = People(open_client).join("ada")
    key, _ = enrol_passkey(open_client, ada)
    client = make_app(second_factor="required").test_client()
    other = log_in_by_passkey(client, key).json["access_token"]
    assert len(enrol(client, ada).recovery_codes) == 10
    assert opens(client, ada, other) == 200


@pytest.mark.asvs("15.4.2")
def test_a_passkey_that_is_enrolled_during_a_log_in_wins(
    client: FlaskClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gatepost.login import complete  # noqa: PLC0415

    finish = complete.finish

    def enrol_first(*given: Any) -> Any:
        monkeypatch.setattr(complete, "finish", finish)
        enrol_passkey(client, ada)
        return finish(*given)

    monkeypatch.setattr(complete, "finish", enrol_first)
    assert_refused(first(client.application.test_client(), ada), (401, "invalid_credentials"))


@pytest.mark.asvs("6.4.4")
def test_a_lost_passkey_is_reported_from_an_address_too(client: FlaskClient, ada: Person, time: SetClock) -> None:
    letters = Letters(client.application)
    enrol_passkey(client, ada)
    letters.new()
    assert client.post("/user/lost-factor", json={"username": "ada"}).status_code == 202
    body = {"username": "ada", "code": letters.one("lost_factor").code}
    assert client.post("/user/lost-factor", json=body).status_code == 200
    time.pass_(hours=72)
    assert opens(client, ada, first(client, ada).json["access_token"]) == 403  # they enrol again


def test_administrators_enrol_a_passkey_too(make_app: Callable[..., Flask]) -> None:
    app = make_app(second_factor="administrators")
    people = People(app.test_client())
    root = people.appoint(app, "root")
    assert opens(people.client, root) == 403
    enrol_passkey(people.client, root)
    assert people.client.get("/user", headers=root.signed).status_code == 200


@pytest.mark.asvs("6.3.3")
def test_a_recovery_code_takes_the_place_of_no_factor_that_is_not_there(make_app: Callable[..., Flask]) -> None:
    """Passkeys were switched off since: their user has to enrol another factor, and codes do not go round that."""
    client = make_app(second_factor="required").test_client()
    ada = People(client).join("ada")
    _, told = enrol_passkey(client, ada)
    off = make_app(second_factor="required", passkeys=False).test_client()
    ada = People(off).log_in(ada)
    assert opens(off, ada) == 403
    proof = {"recovery_code": told["recovery_codes"][0]}
    assert_refused(off.post("/user/reauthenticate", json=proof, headers=ada.signed), (403, "invalid_proof"))
    assert len(enrol(off, ada).recovery_codes) == 10
