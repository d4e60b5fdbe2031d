"""GET, PATCH and DELETE /user/passkeys: what a user has, and what browsers are told about it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.audit.test_record import Record
from tests.support.letters import Letters
from tests.support.passkeys import PASSKEYS, add_passkey, log_in, options_for
from tests.support.people import People, Person
from tests.support.software_key import Authenticator, encoded
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine

NOT_FOUND = (404, "passkey_not_found")


def listed(client: FlaskClient, person: Person) -> dict[str, Any]:
    answer = client.get(PASSKEYS, headers=person.signed)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json
    return body


def test_a_user_sees_their_own_the_newest_first(client: FlaskClient, ada: Person, eve: Person, time: SetClock) -> None:
    assert listed(client, ada) == {"data": [], "signals": {}, "message": "Success!", "status": 200}
    first = Authenticator()
    old = add_passkey(client, ada, first)
    time.pass_(minutes=1)
    new = add_passkey(client, ada, Authenticator())
    add_passkey(client, eve, Authenticator())
    time.pass_(minutes=1)
    assert log_in(client, first).status_code == 200
    shown = listed(client, ada)["data"]
    assert [each["id"] for each in shown] == [new["id"], old["id"]]
    assert shown[1]["last_used_at"] == time.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert shown[0]["last_used_at"] is None


def test_a_list_tells_the_browser_which_passkeys_count_and_how_the_user_is_called(
    client: FlaskClient, ada: Person
) -> None:
    passkey = add_passkey(client, ada, Authenticator())
    handle = options_for(client, ada)["user"]["id"]
    client.patch(f"/user/{ada.uuid}", json={"username": "lovelace"}, headers=ada.signed)
    assert listed(client, ada)["signals"] == {
        "signalAllAcceptedCredentials": {
            "rpId": "localhost",
            "userId": handle,
            "allAcceptedCredentialIds": [passkey["credential_id"]],
        },
        "signalCurrentUserDetails": {
            "rpId": "localhost",
            "userId": handle,
            "name": "lovelace",
            "displayName": "lovelace",
        },
    }


def test_a_user_renames_it(client: FlaskClient, ada: Person) -> None:
    passkey = add_passkey(client, ada, Authenticator())
    answer = client.patch(f"{PASSKEYS}/{passkey['id']}", json={"name": "  নীল চাবি \t"}, headers=ada.signed)
    assert (answer.status_code, answer.json["data"]) == (200, passkey | {"name": "নীল চাবি"})
    assert answer.json["signals"].keys() == {"signalAllAcceptedCredentials", "signalCurrentUserDetails"}
    assert listed(client, ada)["data"] == [answer.json["data"]]


@pytest.mark.parametrize("name", [" ", "a\nb", "\u202egnp", "x" * 101])
def test_a_name_is_seen_as_a_whole_on_one_line(client: FlaskClient, ada: Person, name: str) -> None:
    passkey = add_passkey(client, ada, Authenticator())
    answer = client.patch(f"{PASSKEYS}/{passkey['id']}", json={"name": name}, headers=ada.signed)
    assert_refused(answer, (422, "invalid_input"))
    assert listed(client, ada)["data"] == [passkey]


@pytest.mark.asvs("6.3.7")
def test_a_removed_passkey_logs_nobody_in(
    app: Flask, client: FlaskClient, ada: Person, letters: Letters, time: SetClock
) -> None:
    kept, lost = Authenticator(), Authenticator()
    stays = add_passkey(client, ada, kept)
    goes = add_passkey(client, ada, lost)
    letters.new()
    record = Record(app)
    answer = client.delete(f"{PASSKEYS}/{goes['id']}", headers=ada.signed)
    assert answer.status_code == 200, answer.text
    signals = answer.json["signals"]
    assert signals["signalUnknownCredential"] == {"rpId": "localhost", "credentialId": encoded(lost.keys[0].id)}
    assert signals["signalAllAcceptedCredentials"]["allAcceptedCredentialIds"] == [stays["credential_id"]]
    assert record.new() == [("passkey.removed", ada.uuid, ada.uuid, time.now())]
    assert letters.one("passkey_removed").values["passkey"] == "Passkey"
    assert_refused(log_in(client, lost), (403, "unknown_passkey"))
    assert log_in(client, kept).status_code == 200
    assert_refused(client.delete(f"{PASSKEYS}/{goes['id']}", headers=ada.signed), NOT_FOUND)


@pytest.mark.asvs("8.2.2")
def test_the_passkey_of_another_is_not_found(client: FlaskClient, ada: Person, eve: Person, admin: Person) -> None:
    passkey = add_passkey(client, ada, Authenticator())
    path = f"{PASSKEYS}/{passkey['id']}"
    for other in (eve, admin):
        assert_refused(client.patch(path, json={"name": "mine"}, headers=other.signed), NOT_FOUND)
        assert_refused(client.delete(path, headers=other.signed), NOT_FOUND)
    assert listed(client, ada)["data"] == [passkey]


@pytest.mark.asvs("7.5.1")
def test_only_a_removal_takes_a_recent_log_in(make_app: Callable[..., Flask], time: SetClock) -> None:
    client = make_app(reauthentication=True).test_client()
    ada = People(client).join("ada")
    passkey = add_passkey(client, ada, Authenticator())
    time.pass_(minutes=6)
    path = f"{PASSKEYS}/{passkey['id']}"
    assert_refused(client.delete(path, headers=ada.signed), (401, "insufficient_user_authentication"))
    assert client.patch(path, json={"name": "blue"}, headers=ada.signed).status_code == 200
    assert len(listed(client, ada)["data"]) == 1


def test_passkeys_go_with_their_account(client: FlaskClient, ada: Person) -> None:
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator)
    assert client.delete(f"/user/{ada.uuid}", headers=ada.signed).status_code == 200
    assert_refused(log_in(client, authenticator), (403, "unknown_passkey"))


def test_they_can_be_removed_where_they_are_not_offered_any_more(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()
    ada = People(client).join("ada")
    passkey = add_passkey(client, ada, Authenticator())
    off = make_app(passkeys=False).test_client()
    assert_refused(off.post(f"{PASSKEYS}/options", headers=ada.signed), (403, "not_offered"))
    assert_refused(off.post("/user/login/passkey/options"), (403, "not_offered"))
    answer = off.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed)
    assert (answer.status_code, answer.json["signals"]) == (200, {})
