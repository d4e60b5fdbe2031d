"""POST /user/passkeys/options, POST /user/passkeys: an authenticator makes a passkey, and we keep its public part."""

from base64 import urlsafe_b64decode
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.audit.test_record import Record
from tests.support.letters import Letters
from tests.support.passkeys import add_passkey, log_in, options_for, send_new
from tests.support.people import Person
from tests.support.software_key import (
    EDDSA,
    ES256,
    ML_DSA_44,
    NO_AAGUID,
    PRESENT,
    RS256,
    VERIFIED,
    Authenticator,
    decoded,
    encoded,
)
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

INVALID = (403, "invalid_passkey")

PROTON = b"ProtonPassProton"


@pytest.mark.asvs("11.5.1")
def test_the_options_are_those_that_browsers_take(client: FlaskClient, ada: Person) -> None:
    options = options_for(client, ada)
    assert options["rp"] == {"id": "localhost", "name": "Gatepost"}
    assert len(decoded(options["challenge"])) == 32
    assert (options["user"]["name"], options["user"]["displayName"]) == ("ada", "ada")
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert [each["alg"] for each in options["pubKeyCredParams"]] == [EDDSA, ES256, ML_DSA_44, RS256]
    assert (options["attestation"], options["timeout"], options["excludeCredentials"]) == ("none", 300_000, [])
    assert options_for(client, ada)["challenge"] != options["challenge"]


@pytest.mark.every_engine
def test_a_user_has_one_handle_that_says_nothing_of_them(client: FlaskClient, ada: Person, eve: Person) -> None:
    handles = [options_for(client, person)["user"]["id"] for person in (ada, ada, eve)]
    assert handles[0] == handles[1] != handles[2]
    assert [len(urlsafe_b64decode(each + "==")) for each in handles] == [64] * 3


@pytest.mark.every_engine
@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256, ML_DSA_44])
def test_a_passkey_of_each_algorithm_is_added_and_logs_in(client: FlaskClient, ada: Person, algorithm: int) -> None:
    authenticator = Authenticator(algorithm=algorithm)
    answer = send_new(client, ada, authenticator.create(options_for(client, ada)))
    assert answer.status_code == 201, answer.text
    data = answer.json["data"]
    assert (data["name"], data["provider"], data["backup"], data["last_used_at"]) == ("Passkey", None, "done", None)
    assert data["credential_id"] == encoded(authenticator.keys[0].id)
    assert answer.json["signals"]["signalAllAcceptedCredentials"]["allAcceptedCredentialIds"] == [data["credential_id"]]
    assert log_in(client, authenticator).status_code == 200


@pytest.mark.every_engine
def test_the_longest_credential_id_is_kept(client: FlaskClient, ada: Person) -> None:
    authenticator = Authenticator()
    add_passkey(client, ada, authenticator, id=b"\xff" * 1023)
    assert log_in(client, authenticator).status_code == 200
    assert_refused(send_new(client, ada, authenticator.create(options_for(client, ada), id=b"\xff" * 1024)), INVALID)


def test_a_known_passkey_is_excluded_from_the_next(client: FlaskClient, ada: Person) -> None:
    known = add_passkey(client, ada, Authenticator())
    excluded = options_for(client, ada)["excludeCredentials"]
    assert excluded == [{"id": known["credential_id"], "type": "public-key", "transports": ["internal", "hybrid"]}]


@pytest.mark.parametrize(
    ("aaguid", "name"), [(PROTON, "Proton Pass"), (NO_AAGUID, "Passkey"), (b"\x07" * 16, "Passkey")]
)
def test_it_is_named_after_its_maker(client: FlaskClient, ada: Person, aaguid: bytes, name: str) -> None:
    data = add_passkey(client, ada, Authenticator(aaguid=aaguid))
    assert (data["name"], data["provider"]) == (name, None if name == "Passkey" else name)


@pytest.mark.asvs("6.3.7")
def test_its_user_is_told_and_it_is_on_record(
    app: Flask, client: FlaskClient, letters: Letters, ada: Person, time: SetClock
) -> None:
    letters.new()
    record = Record(app)
    add_passkey(client, ada, Authenticator())
    assert record.new() == [("passkey.added", ada.uuid, ada.uuid, time.now())]
    told = letters.one("passkey_added")
    assert (told.values["passkey"], told.values["username"]) == ("Passkey", "ada")


def test_an_attestation_is_dropped_unread(client: FlaskClient, ada: Person) -> None:
    statement = {"alg": -7, "sig": b"no signature", "x5c": [b"no certificate"]}
    add_passkey(client, ada, Authenticator(), fmt="packed", statement=statement)


LIES: list[dict[str, Any]] = [
    {"origin": "https://localhost:8087"},
    {"origin": "http://localhost:8088"},
    {"origin": "http://localhost"},
    {"origin": "http://evil.localhost:8087"},
    {"origin": "http://127.0.0.1:8087"},
    {"rp_id": "example.org"},
    {"challenge": encoded(bytes(32))},
    {"challenge": ""},
    {"type": "webauthn.get"},
    {"cross_origin": True},
    {"flags": PRESENT},
    {"flags": VERIFIED},
    {"flags": PRESENT | VERIFIED | 0x10},  # backed up, but not eligible
    {"id": b"\0" * 1024},
    {"sent_id": b"the id of another"},
    {"cose": {1: 2, 3: -36, -1: 3, -2: bytes(66), -3: bytes(66)}},  # ES512
    {"cose": {1: 2, 3: ES256, -1: 1, -2: bytes(32), -3: bytes(32)}},  # no point of the curve
    {"cose": {1: 3, 3: RS256, -1: b"\xc1" + bytes(126) + b"\x01", -2: b"\x01\x00\x01"}},  # 1,024 bits
    {"cose": {1: 1, 3: EDDSA, -1: 6}},
    {"cose": {"alg": "none"}},
    {"cose": {1: 7, 3: ML_DSA_44, -1: bytes(8)}},
]


@pytest.mark.asvs("6.5.1")
@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_wrong_answer_is_refused_and_uses_up_nothing_but_its_challenge(
    app: Flask, client: FlaskClient, ada: Person, lie: dict[str, Any]
) -> None:
    authenticator = Authenticator()
    sent = authenticator.create(options_for(client, ada), **lie)
    before = contents(app)
    del before["passkey_challenges"]
    assert_refused(send_new(client, ada, sent), INVALID)
    after = contents(app)
    del after["passkey_challenges"]
    assert after == before


@pytest.mark.parametrize("kept", [0, 1, 5, 40, 100, 160, -1])
@pytest.mark.parametrize("member", ["attestationObject", "clientDataJSON"])
def test_a_truncated_answer_is_refused(client: FlaskClient, ada: Person, member: str, kept: int) -> None:
    sent = Authenticator().create(options_for(client, ada))
    whole = decoded(sent["response"][member])
    sent["response"][member] = encoded(whole[: min(kept, len(whole) - 1)]) or "A"
    assert_refused(send_new(client, ada, sent), INVALID)


@pytest.mark.parametrize("data", [b"\xff" * 50, b"\x9f" * 2000, b"\xa1\x68authData\x18\x2a", b"\x80", b"null"])
def test_garbage_in_place_of_cbor_is_refused(client: FlaskClient, ada: Person, data: bytes) -> None:
    sent = Authenticator().create(options_for(client, ada))
    sent["response"]["attestationObject"] = encoded(data)
    assert_refused(send_new(client, ada, sent), INVALID)
