"""POST /user/forgot-password, POST /user/reset-password: back in without the old password."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost import clock
from gatepost.contacts.address import KINDS
from tests.audit.test_record import Record
from tests.passwords.resetting import (
    EMAIL,
    INVALID,
    NEW,
    change_address,
    deactivate,
    delete,
    log_in,
    reset,
    sent_for,
)
from tests.passwords.resetting import with_email as with_email
from tests.support.contacts import set_contacts
from tests.support.letters import Letters
from tests.support.people import People, Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("6.4.1")
@pytest.mark.asvs("6.4.2")
@pytest.mark.parametrize("by", ["username", "mobile", "email"])
@pytest.mark.parametrize("way", ["link", "code"])
def test_the_whole_ceremony(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock, by: str, way: str
) -> None:
    """To the e-mail address, unless the mobile number was named; once, and the old password is over."""
    ada = with_email
    named = {by: {"username": "ADA", "mobile": ada.mobile, "email": "Ada@Example.ORG"}[by]}
    letter = sent_for(letters, client, **named)
    by_sms = by == "mobile"
    assert (letter.channel, letter.to) == (("sms", ada.mobile) if by_sms else ("email", EMAIL))
    assert letter.values.keys() == {"username", "code", "minutes"} | (set() if by_sms else {"link"})
    if way == "link" and by_sms:
        return
    proof = {"token": letter.token} if way == "link" else {**named, "code": letter.code}
    time.pass_(minutes=30 if way == "link" else 10, seconds=-1)
    answer = reset(client, **proof)
    assert (answer.status_code, answer.json) == (200, {"message": "Password changed.", "status": 200})
    assert (log_in(client, NEW), log_in(client, "password")) == (200, 401)
    assert_refused(reset(client, "yet another password", **proof), INVALID)


@pytest.mark.asvs("6.5.5")
@pytest.mark.parametrize(("way", "minutes"), [("code", 10), ("link", 30)])
def test_a_proof_that_is_too_old_by_nothing_is_refused(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock, way: str, minutes: int
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    time.pass_(minutes=minutes)
    proof = {"token": letter.token} if way == "link" else {"email": EMAIL, "code": letter.code}
    assert_refused(reset(client, **proof), INVALID)
    assert log_in(client, "password") == 200


@pytest.mark.asvs("7.4.3")
def test_every_session_ends_nobody_is_logged_in_and_the_user_is_told_everywhere(
    app: Flask, client: FlaskClient, people: People, letters: Letters, with_email: Person, time: SetClock
) -> None:
    sessions = [with_email, people.log_in(with_email), people.log_in(with_email)]
    letter = sent_for(letters, client, username="ada")
    record = Record(app)
    answer = reset(client, token=letter.token)
    assert "access_token" not in answer.json
    events = ["email.proven", "password.reset"]
    assert record.new() == [(event, with_email.uuid, None, time.now()) for event in events]
    for session in sessions:
        assert client.get(f"/user/{session.uuid}", headers=session.signed).status_code == 401
        assert client.get("/user/refresh-token/", headers=session.refreshing).status_code == 401
        assert client.post("/user/refresh-token/", headers=session.refreshing).status_code == 401
    told = letters.new()
    assert [(each.name, each.channel) for each in told] == [("password_changed", "email")]  # what is proven by now
    assert told[0].values["username"] == "ada"


@pytest.mark.asvs("6.3.7")
def test_it_is_told_to_the_mobile_too_if_that_is_proven(
    app: Flask, client: FlaskClient, letters: Letters, with_email: Person
) -> None:
    for kind in KINDS:
        set_contacts(app, kind, user_uuid=with_email.uuid, verified_at=clock.now())
    letter = sent_for(letters, client, username="ada")
    assert reset(client, token=letter.token).status_code == 200
    assert [(each.channel, each.to) for each in letters.new()] == [("email", EMAIL), ("sms", with_email.mobile)]


@pytest.mark.asvs("6.5.1")
def test_a_new_link_ends_the_one_before_and_a_reset_ends_all_that_are_out(
    client: FlaskClient, letters: Letters, with_email: Person, time: SetClock
) -> None:
    old = sent_for(letters, client, username="ada")
    time.pass_(seconds=31)
    new = sent_for(letters, client, email=EMAIL)
    time.pass_(seconds=31)
    assert client.post("/user/login/code", json={"username": "ada"}).status_code == 202
    to_log_in = letters.one("login")
    assert_refused(reset(client, token=old.token), INVALID)
    assert reset(client, token=new.token).status_code == 200
    assert_refused(client.post("/user/login/code", json={"token": to_log_in.token}), INVALID)


@pytest.mark.asvs("6.4.1")
def test_a_changed_password_ends_a_link_that_is_out(client: FlaskClient, letters: Letters, with_email: Person) -> None:
    letter = sent_for(letters, client, username="ada")
    body = {"old_password": "password", "new_password": "another password"}
    path = f"/user/change-password/{with_email.uuid}"
    assert client.post(path, json=body, headers=with_email.signed).status_code == 200
    assert {(each.name, each.to) for each in letters.new()} == {
        ("password_changed", EMAIL),
        ("password_changed", with_email.mobile),  # nothing is proven
    }
    assert_refused(reset(client, token=letter.token), INVALID)
    assert log_in(client, "another password") == 200


@pytest.mark.asvs("6.6.2")
def test_a_proof_of_another_user_or_purpose_opens_nothing(
    client: FlaskClient, letters: Letters, with_email: Person, eve: Person, time: SetClock
) -> None:
    client.patch(f"/user/{eve.uuid}", json={"email": "eve@example.org"}, headers=eve.signed)
    eves = sent_for(letters, client, username="eve")
    client.post("/user/login/code", json={"username": "ada"})
    time.pass_(minutes=1)
    to_log_in = letters.one("login")
    for proof in (
        {"email": EMAIL, "code": eves.code},
        {"username": "ada", "code": eves.code},
        {"mobile": eve.mobile, "code": eves.code},  # it went to the e-mail address
        {"username": "ada", "code": to_log_in.code},
        {"token": to_log_in.token},
        {"token": eves.token[:-1]},
        {"token": eves.values["link"]},
    ):
        assert_refused(reset(client, **proof), INVALID)
    assert_refused(client.post("/user/login/code", json={"token": eves.token}), INVALID)
    assert reset(client, token=eves.token).status_code == 200
    assert (log_in(client, NEW), log_in(client, NEW, "eve")) == (401, 200)


@pytest.mark.asvs("7.4.2")
@pytest.mark.parametrize("change", [deactivate, delete, change_address])
@pytest.mark.parametrize("way", ["link", "code"])
def test_a_proof_outlives_neither_the_account_nor_its_address(
    app: Flask,
    client: FlaskClient,
    letters: Letters,
    with_email: Person,
    change: Callable[[Flask, Person], None],
    way: str,
) -> None:
    letter = sent_for(letters, client, email=EMAIL)
    change(app, with_email)
    letters.new()
    before = contents(app)
    proof = {"token": letter.token} if way == "link" else {"email": EMAIL, "code": letter.code}
    assert_refused(reset(client, **proof), INVALID)
    assert contents(app) | {"throttle_counts": []} == before | {"throttle_counts": []}
