"""POST /user/login/passkey: in with a passkey, without a name and without a password."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.audit.test_record import Record
from tests.support.passkeys import LOG_IN, add_passkey, log_in, options_for, options_to_log_in
from tests.support.people import Person, bearer
from tests.support.software_key import ELIGIBLE, PRESENT, VERIFIED, Authenticator, decoded, encoded
from tests.support.time import SetClock
from tests.tokens.forge import opened
from tests.web.endpoints import assert_refused

INVALID, UNKNOWN = (403, "invalid_passkey"), (403, "unknown_passkey")


def test_the_options_name_nobody(client: FlaskClient, key: Authenticator) -> None:
    options = options_to_log_in(client)
    assert len(decoded(options.pop("challenge"))) == 32 + 8 + 32  # at random, the time, the signature
    expected = {"rpId": "localhost", "timeout": 300_000, "allowCredentials": [], "userVerification": "required"}
    assert options == expected


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize(("more", "kind"), [(0, "hwk"), (ELIGIBLE, "swk")])
def test_it_ends_as_every_log_in_does(
    app: Flask, client: FlaskClient, ada: Person, time: SetClock, more: int, kind: str
) -> None:
    authenticator = Authenticator(flags=PRESENT | VERIFIED | more)
    add_passkey(client, ada, authenticator)
    time.pass_(hours=1)
    record = Record(app)
    answer = log_in(client, authenticator)
    assert (answer.status_code, list(answer.json)) == (200, ["access_token", "refresh_token"])
    assert record.new() == [("login.succeeded", ada.uuid, None, time.now())]
    claims = opened(answer.json["access_token"])[1]
    assert (claims["sub"], claims["auth_time"]) == (ada.uuid, int(time.now().timestamp()))
    listed = client.get("/user/sessions", headers=bearer(answer.json["access_token"])).json["data"]
    assert listed[0]["authenticated_by"] == [kind, "user", "mfa"]
    assert client.post("/user/refresh-token/", headers=bearer(answer.json["refresh_token"])).status_code == 200


LIES: list[dict[str, Any]] = [
    {"origin": "https://localhost:8087"},
    {"origin": "http://localhost:80870"},
    {"origin": "http://localhost:8087/"},
    {"origin": "http://evil.localhost:8087"},
    {"rp_id": "example.org"},
    {"type": "webauthn.create"},
    {"cross_origin": True},
    {"flags": PRESENT},
    {"flags": VERIFIED},
    {"flags": PRESENT | VERIFIED | 0x10},
    {"handle": None},
    {"handle": ""},
    {"handle": encoded(bytes(64))},
]


@pytest.mark.asvs("6.5.1")
@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_wrong_answer_lets_nobody_in_and_is_on_record(
    app: Flask, client: FlaskClient, ada: Person, key: Authenticator, time: SetClock, lie: dict[str, Any]
) -> None:
    record = Record(app)
    answer = log_in(client, key, **lie)
    assert_refused(answer, INVALID)
    if "cross_origin" not in lie:  # refused before anything is looked up
        assert record.new() == [("passkey.refused", ada.uuid, None, time.now())]
    assert log_in(client, key).status_code == 200


def test_the_handle_of_another_user_lets_nobody_in(
    client: FlaskClient, ada: Person, eve: Person, key: Authenticator
) -> None:
    handle = options_for(client, eve)["user"]["id"]
    assert_refused(log_in(client, key, handle=handle), INVALID)


@pytest.mark.parametrize("member", ["signature", "authenticatorData", "clientDataJSON"])
@pytest.mark.parametrize("change", ["truncated", "changed", "longer"])
def test_a_changed_answer_lets_nobody_in(client: FlaskClient, key: Authenticator, member: str, change: str) -> None:
    sent = key.get(options_to_log_in(client))
    data = decoded(sent["response"][member])
    changed = {"truncated": data[:-1], "changed": bytes([data[0] ^ 1]) + data[1:], "longer": data + b"\0"}[change]
    sent["response"][member] = encoded(changed)
    assert_refused(client.post(LOG_IN, json=sent), INVALID)


def test_the_signature_of_another_key_lets_nobody_in(client: FlaskClient, eve: Person, key: Authenticator) -> None:
    other = Authenticator()
    add_passkey(client, eve, other)
    other.keys[0].id, other.keys[0].handle = key.keys[0].id, key.keys[0].handle
    assert_refused(log_in(client, other), INVALID)


@pytest.mark.every_engine
def test_an_unknown_passkey_is_named_so(app: Flask, client: FlaskClient, ada: Person) -> None:
    stranger = Authenticator()
    stranger.create(options_for(client, ada))
    record = Record(app)
    assert_refused(log_in(client, stranger), UNKNOWN)
    assert [event for event, *_ in record.new()] == ["unknown.login_failed"]
