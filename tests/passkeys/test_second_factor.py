"""A passkey as a second factor: it proves one where one is due, and makes one due only where settings ask for it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.audit.test_record import Record
from tests.support.authenticator import due, enrol, first, opens, second
from tests.support.letters import Letters
from tests.support.passkeys import OPTIONS, PASSKEYS, add_passkey, log_in, options_for, options_to_log_in, send_new
from tests.support.people import People, Person
from tests.support.software_key import PRESENT, Authenticator
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

INVALID = (403, "invalid_proof")


@pytest.fixture
def key(client: FlaskClient, ada: Person, time: SetClock) -> Authenticator:
    """Ada has a passkey, and an app that makes codes."""
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator)
    enrol(client, ada)
    return authenticator


def prove(client: FlaskClient, token: str, sent: dict[str, Any]) -> Any:
    return second(client, token, passkey=sent)


@pytest.mark.asvs("6.3.3")
def test_it_finishes_a_log_in_by_password(client: FlaskClient, ada: Person, key: Authenticator) -> None:
    answer = first(client, ada)
    assert answer.json["second_factor"]["factors"] == ["totp", "passkey", "recovery_code"]
    token = answer.json["second_factor"]["token"]
    done = prove(client, token, key.get(options_to_log_in(client)))
    assert done.status_code == 200, done.text
    claims = opened(done.json["access_token"])[1]
    assert (claims["sub"], claims["amr"], claims["acr"]) == (ada.uuid, ["pwd", "pop", "mfa"], "aal2")


def test_a_device_that_gets_its_token_with_the_challenge_finishes_it(
    app: Flask, ada: Person, key: Authenticator
) -> None:
    fresh = app.test_client()
    token = due(fresh, ada)
    assert prove(fresh, token, key.get(options_to_log_in(fresh))).status_code == 200


@pytest.mark.parametrize("lie", [{"origin": "https://evil.example"}, {"flags": PRESENT}, {"handle": ""}], ids=str)
def test_a_wrong_answer_finishes_nothing(
    client: FlaskClient, ada: Person, key: Authenticator, lie: dict[str, Any]
) -> None:
    token = due(client, ada)
    assert_refused(prove(client, token, key.get(options_to_log_in(client), **lie)), INVALID)
    assert prove(client, token, key.get(options_to_log_in(client))).status_code == 200


def test_the_passkey_of_another_finishes_nothing(
    client: FlaskClient, ada: Person, eve: Person, key: Authenticator
) -> None:
    other = Authenticator()
    add_passkey(client, eve, other)
    assert_refused(prove(client, due(client, ada), other.get(options_to_log_in(client))), INVALID)


@pytest.mark.asvs("6.6.2")
def test_an_answer_finishes_one_log_in(app: Flask, client: FlaskClient, ada: Person, key: Authenticator) -> None:
    sent = key.get(options_to_log_in(client))
    assert prove(client, due(client, ada), sent).status_code == 200
    assert_refused(prove(client, due(client, ada), sent), INVALID)
    elsewhere = key.get(options_to_log_in(app.test_client()))
    assert_refused(prove(client, due(client, ada), elsewhere), INVALID)


def test_a_counter_that_has_not_risen_finishes_nothing_and_is_told(
    app: Flask, client: FlaskClient, ada: Person, key: Authenticator, letters: Letters
) -> None:
    assert log_in(client, key, count=5).status_code == 200
    token, record = due(client, ada), Record(app)
    letters.new()
    assert_refused(prove(client, token, key.get(options_to_log_in(client), count=5)), INVALID)
    assert [event for event, *_ in record.new()] == ["passkey.counter_fell", "factor.refused"]
    assert {letter.name for letter in letters.new()} == {"passkey_copied"}


@pytest.mark.asvs("6.3.1")
def test_a_hundred_wrong_codes_in_a_row_do_not_end_it(
    client: FlaskClient, ada: Person, key: Authenticator, time: SetClock
) -> None:
    """Nobody guesses a signature, so somebody who knows the password cannot lock the user out for ever."""
    for _ in range(20):
        token = due(client, ada)
        for _ in range(5):
            assert_refused(second(client, token, "no code"), INVALID)
        time.pass_(hours=1)
    assert_refused(second(client, due(client, ada), "no code"), (403, "factor_locked"))
    assert prove(client, due(client, ada), key.get(options_to_log_in(client))).status_code == 200
    assert_refused(second(client, due(client, ada), "no code"), INVALID)


def test_it_makes_a_session_recent(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(reauthentication=True).test_client()
    ada = People(client).join("ada")
    key = Authenticator()
    add_passkey(client, ada, key)
    time.pass_(minutes=6)
    assert_refused(client.post(OPTIONS, headers=ada.signed), (401, "insufficient_user_authentication"))
    body = {"passkey": key.get(options_to_log_in(client))}
    answer = client.post("/user/reauthenticate", json=body, headers=ada.signed)
    assert answer.status_code == 200, answer.text
    assert client.post(OPTIONS, headers=ada.signed).status_code == 200


def test_a_log_in_by_passkey_asks_for_no_further_factor(client: FlaskClient, ada: Person, key: Authenticator) -> None:
    answer = log_in(client, key)
    assert answer.status_code == 200
    assert opened(answer.json["access_token"])[1]["acr"] == "aal2"


def test_it_makes_no_factor_due_by_itself(client: FlaskClient, ada: Person) -> None:
    """A browser may make one without a question, and it comes without recovery codes."""
    add_passkey(client, ada, Authenticator())
    assert first(client, ada).status_code == 200


@pytest.mark.asvs("6.3.3")
def test_where_everybody_needs_a_factor_it_is_one(make_app: Callable[..., Flask], time: SetClock) -> None:
    people = People(make_app().test_client())
    ada, key = people.join("ada"), Authenticator()
    add_passkey(people.client, ada, key)
    client = make_app(second_factor="required").test_client()
    answer = first(client, ada)
    assert answer.json["second_factor"]["factors"] == ["passkey"]
    token = answer.json["second_factor"]["token"]
    done = prove(client, token, key.get(options_to_log_in(client))).json
    ada.access_token, ada.refresh_token = done["access_token"], done["refresh_token"]
    assert opens(client, ada) == 200
    refreshed = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    assert opens(client, ada, refreshed) == 200
    assert opens(client, ada, log_in(client, key).json["access_token"]) == 200
    off = make_app(second_factor="required", passkeys=False).test_client()
    assert opens(off, ada, first(off, ada).json["access_token"]) == 403  # they enrol an app first


@pytest.mark.asvs("7.5.1")
def test_passkeys_are_not_changed_without_the_factor_that_a_user_has(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    """Otherwise somebody who has a session and the password could add a passkey, and log in round the factor."""
    client = make_app(reauthentication=True).test_client()
    ada = People(client).join("ada")
    passkey = add_passkey(client, ada, Authenticator())
    enrol(client, ada)
    time.pass_(minutes=4)
    sent = Authenticator().create(options_for(client, ada))
    time.pass_(minutes=2)
    again = client.post("/user/reauthenticate", json={"password": "password"}, headers=ada.signed)
    assert again.status_code == 200
    needed = (401, "insufficient_user_authentication")
    assert_refused(client.post(OPTIONS, headers=ada.signed), needed)
    assert_refused(send_new(client, ada, sent), needed)
    assert_refused(client.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed), needed)
    assert len(client.get(PASSKEYS, headers=ada.signed).json["data"]) == 1


@pytest.fixture
def by_passkey(make_app: Callable[..., Flask], time: SetClock) -> tuple[FlaskClient, Person, dict[str, Any]]:
    """Ada, whose only factor is a passkey, where everybody needs one, in a session that has proven it six minutes ago.

    The password was proven again since.
    """
    people = People(make_app().test_client())
    ada, key = people.join("ada"), Authenticator()
    passkey = add_passkey(people.client, ada, key)
    client = make_app(second_factor="required", reauthentication=True).test_client()
    ada.access_token = log_in(client, key).json["access_token"]
    time.pass_(minutes=6)
    again = client.post("/user/reauthenticate", json={"password": "password"}, headers=ada.signed)
    assert again.status_code == 200
    return client, ada, passkey


@pytest.mark.asvs("7.5.1")
def test_where_it_is_due_ways_in_are_not_changed_without_it(
    by_passkey: tuple[FlaskClient, Person, dict[str, Any]],
) -> None:
    client, ada, passkey = by_passkey
    needed = (401, "insufficient_user_authentication")
    assert_refused(client.post(OPTIONS, headers=ada.signed), needed)
    assert_refused(client.post("/user/factors/totp", headers=ada.signed), needed)
    assert_refused(client.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed), needed)


@pytest.mark.asvs("7.5.1")
def test_a_session_of_before_it_was_due_enrols_no_app_without_it(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    """Otherwise a thief of such a session, who knows the password, would make the factor that opens everything."""
    people = People(make_app().test_client())
    ada, key = people.join("ada"), Authenticator()
    add_passkey(people.client, ada, key)
    ada = people.log_in(ada)  # by the password alone
    client = make_app(second_factor="required").test_client()
    ada.access_token = client.get("/user/refresh-token/", headers=ada.refreshing).json["access_token"]
    assert_refused(client.post("/user/factors/totp", headers=ada.signed), (401, "insufficient_user_authentication"))
    proof = {"passkey": key.get(options_to_log_in(client))}
    ada.access_token = client.post("/user/reauthenticate", json=proof, headers=ada.signed).json["access_token"]
    enrol(client, ada)


def test_where_it_is_due_the_last_one_stays(make_app: Callable[..., Flask], time: SetClock) -> None:
    people = People(make_app().test_client())
    ada, key = people.join("ada"), Authenticator()
    passkey = add_passkey(people.client, ada, key)
    client = make_app(second_factor="required").test_client()
    ada.access_token = log_in(client, key).json["access_token"]
    assert_refused(client.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed), (409, "last_factor"))
    add_passkey(client, ada, Authenticator())
    assert client.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed).status_code == 200
