"""A password that an operator has expired: it opens nothing any more but the way to a new one."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gatepost.login import renew_expired_password
from gatepost.passwords.expire import expire_all_passwords, expire_password
from tests.login.test_keep_hashes_current import MD5, SALT_KEY, store_hash, stored_hash
from tests.passwords.resetting import sent_for
from tests.passwords.resetting import with_email as with_email
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.web.endpoints import assert_refused, contents

REQUIRED = (403, "password_change_required")
WRONG = (401, "invalid_credentials")
NEW = "a password of many new words"


def log_in(client: FlaskClient, password: str, **more: str) -> TestResponse:
    return client.post("/user/login", json={"username": "ada", "password": password, **more})


def newest_events(client: FlaskClient, person: Person, many: int) -> list[str]:
    lines = client.get(f"/user/{person.uuid}/events", headers=person.signed).json["data"]
    return [line["event"] for line in lines[:many]]


def expire(app: Flask, person: Person, *, end_sessions: bool = False) -> None:
    with app.app_context():
        assert expire_password(person.uuid, end_sessions=end_sessions)


@pytest.mark.asvs("6.2.10")
def test_an_expired_password_is_told_from_a_wrong_one_and_logs_nobody_in(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    expire(app, ada)
    assert_refused(log_in(client, "password"), REQUIRED)
    answer = client.post("/user/reauthenticate", json={"password": "password"}, headers=ada.signed)
    assert_refused(answer, REQUIRED)
    assert_refused(log_in(client, "password", new_password="x"), (422, "invalid_input"))
    assert newest_events(client, ada, 3) == ["login.password_expired"] * 3
    assert_refused(log_in(client, "wrong"), WRONG)
    assert_refused(log_in(client, "wrong", new_password=NEW), WRONG)
    assert_refused(log_in(client, "wrong", new_password="x"), WRONG)
    assert client.get("/user", headers=ada.signed).status_code == 200  # sessions go on


@pytest.mark.every_engine
@pytest.mark.asvs("6.2.10")
def test_a_log_in_with_a_new_password_sets_it_ends_sessions_and_tells_the_user(
    app: Flask, client: FlaskClient, letters: Letters, ada: Person
) -> None:
    expire(app, ada)
    letters.new()
    answer = log_in(client, "password", new_password=NEW)
    assert (answer.status_code, answer.json.keys()) == (200, {"access_token", "refresh_token"})
    assert [letter.name for letter in letters.new()] == ["password_changed"]
    assert client.get("/user", headers=ada.signed).status_code == 401
    signed = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert client.get("/user", headers=signed).status_code == 200
    assert_refused(log_in(client, "password"), WRONG)
    assert log_in(client, NEW).status_code == 200


@pytest.mark.one_factor
def test_a_new_password_that_is_refused_changes_nothing_and_says_why(make_app: Callable[..., Flask]) -> None:
    app = make_app(password_blocklist=True, password_history=3)
    client = app.test_client()
    ada = People(client).join("ada", password="the first one")
    body = {"old_password": "the first one", "new_password": "the second one"}
    assert client.post(f"/user/change-password/{ada.uuid}", json=body, headers=ada.signed).status_code == 200
    expire(app, ada)
    before = contents(app)
    for refused in ("short", "password1", "adaadaadaada", "the second one", "the first one"):
        answer = log_in(client, "the second one", new_password=refused)
        assert_refused(answer, (422, "invalid_input"))
        assert answer.json["errors"].keys() == {"new_password"}
    assert contents(app) == before


@pytest.mark.one_factor
def test_a_new_password_that_nobody_asked_for_is_refused_not_ignored(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    before = contents(app)
    answer = log_in(client, "password", new_password=NEW)
    assert_refused(answer, (422, "invalid_input"))
    assert "/user/change-password/" in answer.json["errors"]["new_password"][0]
    assert newest_events(client, ada, 1) == ["login.refused"]  # or passwords could be tried unseen
    assert contents(app) == before


def test_an_account_that_is_not_active_is_told_so_first(app: Flask, people: People) -> None:
    expire(app, people.register("ada"))
    for more in ({}, {"new_password": NEW}):
        assert_refused(log_in(people.client, "password", **more), (403, "account_not_active"))
    assert_refused(log_in(people.client, NEW), WRONG)


@pytest.mark.parametrize("way", ["change", "reset"])
def test_the_other_ways_to_a_new_password_do_as_well(
    app: Flask, client: FlaskClient, letters: Letters, with_email: Person, way: str
) -> None:
    expire(app, with_email)
    if way == "change":
        body = {"old_password": "password", "new_password": NEW}
        answer = client.post(f"/user/change-password/{with_email.uuid}", json=body, headers=with_email.signed)
    else:
        letter = sent_for(letters, client, username="ada")
        same = client.post("/user/reset-password", json={"token": letter.token, "new_password": "password"})
        assert_refused(same, (422, "invalid_input"))
        answer = client.post("/user/reset-password", json={"token": letter.token, "new_password": NEW})
    assert answer.status_code == 200
    assert log_in(client, NEW).status_code == 200


def test_it_proves_nothing_again_within_a_session_and_a_code_does(
    app: Flask, client: FlaskClient, letters: Letters, with_email: Person
) -> None:
    expire(app, with_email)
    answer = client.post("/user/reauthenticate", json={"password": "password"}, headers=with_email.signed)
    assert_refused(answer, REQUIRED)
    letters.new()
    assert client.post("/user/login/code", json={"username": "ada"}).status_code == 202
    token = letters.one("login").token
    assert client.post("/user/login/code", json={"token": token}).status_code == 200


@pytest.mark.one_factor
@pytest.mark.every_engine
@pytest.mark.asvs("15.4.2")
def test_of_two_new_passwords_at_once_one_wins(app: Flask, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    expire(app, ada)
    check = renew_expired_password.check_new_password

    def let_the_other_go_first(*given: Any, **named: Any) -> None:
        check(*given, **named)
        monkeypatch.setattr(renew_expired_password, "check_new_password", check)
        assert log_in(app.test_client(), "password", new_password="the winner's").status_code == 200

    monkeypatch.setattr(renew_expired_password, "check_new_password", let_the_other_go_first)
    assert_refused(log_in(app.test_client(), "password", new_password="the loser's one"), WRONG)
    assert_refused(log_in(app.test_client(), "the loser's one"), WRONG)
    assert log_in(app.test_client(), "the winner's").status_code == 200


def test_an_adopted_password_that_was_expired_is_known_again(make_app: Callable[..., Flask], ada: Person) -> None:
    app = make_app(salt_key=SALT_KEY, password_history=1)
    store_hash(app, ada, MD5)
    expire(app, ada)
    client = app.test_client()
    assert log_in(client, "password", new_password=NEW).status_code == 200
    assert stored_hash(app, ada).startswith("$argon2id$")
    expire(app, ada)
    answer = log_in(client, NEW, new_password="password")
    assert answer.json["errors"] == {"new_password": ["You have used this password before: choose another."]}


@pytest.mark.every_engine
def test_all_can_be_expired_and_signed_out(app: Flask, client: FlaskClient, ada: Person, eve: Person) -> None:
    store_hash(app, eve, "!")
    with app.app_context():
        assert list(expire_all_passwords(end_sessions=False)) == [1]
        assert list(expire_all_passwords(end_sessions=True)) == [0]
    for person in (ada, eve):
        assert client.get("/user", headers=person.signed).status_code == 401
    assert_refused(log_in(client, "password"), REQUIRED)
