"""DELETE /user/<uuid>/password: a user lives by passkeys alone, and has a way back."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.passwords import check
from gatepost.users.models import NO_PASSWORD
from tests.audit.test_record import Record
from tests.passwords.without_password import NEW, RECENT, choose, remove, verify_contacts
from tests.support.authenticator import enrol, first
from tests.support.letters import Letters
from tests.support.passkeys import PASSKEYS, add_passkey, log_in, options_to_log_in
from tests.support.people import People, Person
from tests.support.software_key import Authenticator
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

WRONG = (401, "invalid_credentials")


@pytest.mark.every_engine
@pytest.mark.asvs("6.2.2", "6.3.7", "7.4.3")
def test_from_then_on_the_passkey_logs_in_and_all_else_has_ended(
    app: Flask, client: FlaskClient, ada: Person, key: Authenticator, letters: Letters, time: SetClock
) -> None:
    other = People(client).log_in(ada)
    client.post("/user/forgot-password", json={"username": "ada"})
    link = {letter.name: letter for letter in letters.new()}["reset"].code
    record = Record(app)
    answer = remove(client, ada)
    assert (answer.status_code, answer.json) == (200, {"message": "Password removed.", "status": 200})
    assert answer.headers["Gatepost-Device"]
    assert record.new() == [("password.removed", ada.uuid, ada.uuid, time.now())]
    assert letters.one("password_removed").to == ada.mobile
    assert client.get(PASSKEYS, headers=ada.signed).status_code == 200
    assert_refused(client.get(PASSKEYS, headers=other.signed), (401, "invalid_token"))
    body = {"username": "ada", "code": link, "new_password": NEW}
    assert_refused(client.post("/user/reset-password", json=body), (403, "invalid_proof"))
    assert_refused(first(client, ada), WRONG)
    assert log_in(client, key).status_code == 200


@pytest.mark.asvs("6.3.8")
def test_its_log_in_by_a_password_is_that_of_a_wrong_one_in_answer_and_in_work(
    client: FlaskClient, ada: Person, eve: Person, alone: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify, verified = check.verify_password, []

    def watched(password: str, hashed: str | None) -> bool:
        verified.append(hashed)
        return verify(password, hashed)

    monkeypatch.setattr(check, "verify_password", watched)
    tried = [
        client.post("/user/login", json={"username": name, "password": password})
        for name, password in (("ada", ada.password), ("ada", NO_PASSWORD), ("eve", "wrong"))
    ]
    assert {(answer.status_code, answer.text) for answer in tried} == {(401, tried[-1].text)}
    assert verified[:2] == [NO_PASSWORD] * 2  # for which a decoy is verified: test_hashing.py
    assert len(verified) == 3


@pytest.mark.every_engine
@pytest.mark.asvs("6.3.4", "6.4.3")
def test_a_forgotten_password_is_the_way_back(
    client: FlaskClient, ada: Person, alone: Authenticator, letters: Letters
) -> None:
    client.post("/user/forgot-password", json={"username": "ada"})
    body = {"username": "ada", "code": letters.one("reset").code, "new_password": NEW}
    assert client.post("/user/reset-password", json=body).status_code == 200
    ada.password = NEW
    assert first(client, ada).status_code == 200


@pytest.mark.asvs("6.3.4", "6.4.3")
def test_the_way_back_goes_round_no_factor(
    client: FlaskClient, ada: Person, key: Authenticator, letters: Letters, time: SetClock
) -> None:
    enrol(client, ada)
    assert remove(client, ada).status_code == 200
    letters.new()
    client.post("/user/forgot-password", json={"username": "ada"})
    body = {"username": "ada", "code": letters.one("reset").code, "new_password": NEW}
    assert client.post("/user/reset-password", json=body).status_code == 200
    ada.password = NEW
    assert_due(first(client, ada))


def assert_due(answer: TestResponse) -> None:
    assert (answer.status_code, answer.json["code"]) == (403, "second_factor_required")


@pytest.mark.asvs("7.5.1")
def test_it_takes_a_recent_proof_of_a_factor(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(reauthentication=True)
    client = app.test_client()
    ada, key = People(client).join("ada"), Authenticator()
    add_passkey(client, ada, key)
    verify_contacts(app)
    assert_refused(remove(client, People(client).log_in(ada)), RECENT)
    time.pass_(minutes=6)
    assert client.post("/user/reauthenticate", json={"password": "password"}, headers=ada.signed).status_code == 200
    assert_refused(remove(client, ada), RECENT)
    body = {"passkey": key.get(options_to_log_in(client))}
    assert client.post("/user/reauthenticate", json=body, headers=ada.signed).status_code == 200
    assert remove(client, ada).status_code == 200


@pytest.mark.asvs("6.4.3")
@pytest.mark.parametrize(
    ("lacks", "refused"),
    [
        ("passkey", (409, "no_passkey")),
        ("offer", (409, "no_passkey")),
        ("proof", (409, "no_verified_address")),
        ("sender", (409, "no_verified_address")),
        ("password", (404, "no_password")),
    ],
)
def test_it_takes_a_way_in_and_a_way_back(
    make_app: Callable[..., Flask], time: SetClock, lacks: str, refused: tuple[int, str]
) -> None:
    app = make_app()
    client = app.test_client()
    ada = People(client).join("ada")
    passkey = add_passkey(client, ada, Authenticator())
    if lacks != "proof":
        verify_contacts(app)
    if lacks == "passkey":
        assert client.delete(f"{PASSKEYS}/{passkey['id']}", headers=ada.signed).status_code == 200
    if lacks == "password":
        assert remove(client, ada).status_code == 200
    if lacks in ("offer", "sender"):
        app = make_app(passkeys=False) if lacks == "offer" else make_app(dev_inbox=False)
    before = contents(app)
    assert_refused(remove(app.test_client(), ada), refused)
    assert contents(app) == before


@pytest.mark.asvs("8.2.2", "8.2.1")
def test_nobody_removes_the_password_of_another(
    client: FlaskClient, ada: Person, eve: Person, admin: Person, key: Authenticator
) -> None:
    for other in (eve, admin):
        add_passkey(client, other, Authenticator())
        answer = remove(client, ada, by=other)
        assert_refused(answer, (403, "forbidden"), (404, "user_not_found"))
    assert first(client, ada).status_code == 200


@pytest.mark.every_engine
def test_the_last_passkey_stays_until_there_is_a_password(
    app: Flask, client: FlaskClient, ada: Person, alone: Authenticator, time: SetClock
) -> None:
    (only,) = client.get(PASSKEYS, headers=ada.signed).json["data"]
    path = f"{PASSKEYS}/{only['id']}"
    before = contents(app)
    assert_refused(client.delete(path, headers=ada.signed), (409, "last_way_in"))
    assert contents(app) == before
    further = add_passkey(client, ada, Authenticator())
    assert client.delete(f"{PASSKEYS}/{further['id']}", headers=ada.signed).status_code == 200
    assert choose(client, ada).status_code == 200
    assert client.delete(path, headers=ada.signed).status_code == 200
