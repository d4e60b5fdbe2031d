"""POST /user/lost-factor: a user who has lost a second factor gets back in after a waiting time, and can be stopped."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost import clock
from gatepost.serving.housekeeping import Housekeeping
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, due, first, opens, second
from tests.support.letters import Letters
from tests.support.lost_factors import (
    EMAIL,
    INVALID,
    assert_refused_at_the_door,
    begin,
    report,
    stop,
    stored,
    told,
    waiting,
)
from tests.support.people import Person
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("6.4.4")
def test_after_the_password_the_waiting_time_begins_and_is_told_at_all_addresses(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters
) -> None:
    record = Record(app)
    answer = report(client, token=due(client, reachable))
    until = clock.now() + timedelta(hours=72)
    assert (answer.status_code, answer.json["removes_at"]) == (200, f"{until:%Y-%m-%dT%H:%M:%SZ}"), answer.text
    letter = told(letters)
    assert letter.values["until"] == f"{until:%Y-%m-%d %H:%M UTC}"
    assert "#keep_factors:" in letter.values["link"]
    assert [line[0] for line in record.new()] == ["login.factor_due", "factor.loss_reported"]
    assert_refused_at_the_door(client, reachable)
    assert opens(client, reachable) == 200


@pytest.mark.asvs("6.4.4")
@pytest.mark.parametrize("by", ["code", "link"])
def test_a_proven_address_begins_it_too(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, by: str
) -> None:
    assert report(client, email=EMAIL).status_code == 202
    sent = letters.one("lost_factor")
    body = {"token": sent.token} if by == "link" else {"email": EMAIL, "code": sent.code}
    assert report(client, **body).status_code == 200
    assert told(letters).to == EMAIL
    assert_refused(report(client, **body), INVALID)
    assert len(waiting(app)) == 1


@pytest.mark.asvs("6.3.8")
def test_nobody_learns_who_has_an_account_or_a_factor(
    client: FlaskClient, reachable: Person, eve: Person, letters: Letters
) -> None:
    """eve has no factor; nobody has the third name."""
    answers = [report(client, username=name) for name in ("ada", "eve", "nobody")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(202, answers[0].text)}
    assert [letter.to for letter in letters.new()] == [EMAIL]
    for name in ("ada", "eve", "nobody"):
        assert_refused(report(client, username=name, code="000000"), INVALID)
    assert_refused(report(client, token="of nobody"), INVALID)


@pytest.mark.asvs("6.4.4")
@pytest.mark.parametrize("by", ["the next log-in", "housekeeping"])
def test_after_it_the_password_is_enough_and_all_else_has_ended(
    app: Flask,
    client: FlaskClient,
    reachable: Person,
    app_of_ada: Authenticator,
    letters: Letters,
    time: SetClock,
    by: str,
) -> None:
    begin(client, reachable, letters)
    before = due(client, reachable)
    time.pass_(hours=72, seconds=-1)
    assert_refused_at_the_door(client, reachable)
    letters.new()
    record = Record(app)
    time.pass_(seconds=1)
    if by == "housekeeping":
        Housekeeping(app).round()
    answer = first(client, reachable)
    assert answer.status_code == 200, answer.text
    assert [line[0] for line in record.new()] == ["factors.removed", "login.succeeded"]
    assert {letter.name for letter in letters.new()} == {"factors_removed"}
    assert stored(app) == (0, 0)
    assert opens(client, reachable) == 401
    assert opens(client, reachable, answer.json["access_token"]) == 200
    assert_refused(second(client, before, app_of_ada.code()), INVALID)
    Housekeeping(app).round()
    assert letters.new() == []
    assert record.new() == []


def test_a_log_in_by_code_removes_them_as_well(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    begin(client, reachable, letters)
    time.pass_(hours=72)
    client.post("/user/login/code", json={"email": EMAIL})
    answer = client.post("/user/login/code", json={"token": letters.one("login").token})
    assert answer.status_code == 200, answer.text
    assert stored(app) == (0, 0)


@pytest.mark.asvs("6.4.4")
def test_the_link_stops_it_once(
    app: Flask, client: FlaskClient, reachable: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    letter = begin(client, reachable, letters)
    record = Record(app)
    answer = stop(client, letter.token)
    assert answer.json == {"message": "Your second factors stay. Choose a new password.", "status": 200}
    assert [line[0] for line in record.new()] == ["factor.loss_stopped"]
    assert_refused(stop(client, letter.token), INVALID)
    assert_refused(stop(client, "no such token"), INVALID)
    time.pass_(hours=72)
    Housekeeping(app).round()
    assert_refused_at_the_door(client, reachable)
    assert stored(app) == (1, 10)


def test_a_second_message_comes_a_day_before_and_its_link_stops_it_too(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    once = begin(client, reachable, letters)
    time.pass_(hours=48, seconds=-1)
    Housekeeping(app).round()
    assert letters.new() == []
    time.pass_(seconds=1)
    Housekeeping(app).round()
    again = told(letters)
    assert {name: again.values[name] for name in ("at", "until")} == {
        name: once.values[name] for name in ("at", "until")
    }
    Housekeeping(app).round()
    assert letters.new() == []
    assert stop(client, again.token).status_code == 200
    assert_refused(stop(client, once.token), INVALID)
