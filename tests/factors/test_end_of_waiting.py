"""The waiting time of a lost factor: what ends it, and what does not."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gatepost import clock
from gatepost.accounts.deactivate import deactivate_user
from gatepost.serving.housekeeping import Housekeeping
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, due, enrol, first, log_in, second
from tests.support.letters import Letters
from tests.support.lost_factors import EMAIL, INVALID, assert_refused_at_the_door, begin, report, stop, stored, waiting
from tests.support.passkeys import add_passkey, options_to_log_in
from tests.support.passkeys import log_in as log_in_by_passkey
from tests.support.people import Person
from tests.support.software_key import Authenticator as SoftwareKey
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused

pytestmark = pytest.mark.every_engine


def test_to_ask_again_changes_nothing(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    begin(client, reachable, letters)
    until = f"{clock.now() + timedelta(hours=72):%Y-%m-%dT%H:%M:%SZ}"
    time.pass_(hours=40)
    for _ in range(4):
        answer = report(client, token=due(client, reachable))
        assert (answer.status_code, answer.json["removes_at"]) == (200, until)
    assert letters.new() == []
    assert len(waiting(app)) == 1


def test_a_right_factor_ends_it(
    app: Flask, client: FlaskClient, reachable: Person, app_of_ada: Authenticator, letters: Letters
) -> None:
    letter = begin(client, reachable, letters)
    assert_refused(second(client, due(client, reachable), app_of_ada.wrong()), INVALID)
    assert len(waiting(app)) == 1
    record = Record(app)
    log_in(client, reachable, app_of_ada)
    assert "factor.loss_stopped" in [line[0] for line in record.new()]
    assert waiting(app) == []
    assert_refused(stop(client, letter.token), INVALID)


def test_so_does_a_factor_that_is_added_or_removed(
    app: Flask, client: FlaskClient, reachable: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    """Otherwise the new factor would fall for the loss of an old one."""
    letter = begin(client, reachable, letters)
    time.pass_(minutes=1)
    record = Record(app)
    enrol(client, reachable)
    assert [line[0] for line in record.new()] == ["factor.loss_stopped", "factor.added"]
    assert waiting(app) == []
    assert_refused(stop(client, letter.token), INVALID)
    letters.new()
    begin(client, reachable, letters)
    assert client.delete(f"/user/factors/{app_of_ada.id}", headers=reachable.signed).status_code == 200
    assert waiting(app) == []


def test_so_does_a_passkey_that_is_added_or_used(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    """Otherwise it would fall, too. Its user has a factor again."""
    key, record = SoftwareKey(), Record(app)
    letter = begin(client, reachable, letters)
    record.new()
    add_passkey(client, reachable, key)
    assert [line[0] for line in record.new()] == ["passkey.added", "factor.loss_stopped"]
    assert waiting(app) == []
    assert_refused(stop(client, letter.token), INVALID)
    letters.new()
    for log_in_again in (by_passkey, by_password_and_passkey):
        begin(client, reachable, letters)
        record.new()
        log_in_again(client, reachable, key)
        assert "factor.loss_stopped" in [line[0] for line in record.new()]
        assert waiting(app) == []
    time.pass_(hours=72)
    Housekeeping(app).round()
    assert_refused_at_the_door(client, reachable)


def by_passkey(client: FlaskClient, person: Person, key: SoftwareKey) -> None:
    assert log_in_by_passkey(client, key).status_code == 200


def by_password_and_passkey(client: FlaskClient, person: Person, key: SoftwareKey) -> None:
    assert second(client, due(client, person), passkey=key.get(options_to_log_in(client))).status_code == 200


@pytest.mark.parametrize("by", ["change", "reset"])
def test_a_new_password_ends_it(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock, by: str
) -> None:
    begin(client, reachable, letters)
    if by == "change":
        body = {"old_password": reachable.password, "new_password": "another password"}
        path = f"/user/change-password/{reachable.uuid}"
        assert client.post(path, json=body, headers=reachable.signed).status_code == 200
    else:
        client.post("/user/forgot-password", json={"email": EMAIL})
        body = {"token": letters.one("reset").token, "new_password": "another password"}
        assert client.post("/user/reset-password", json=body).status_code == 200
    reachable.password = "another password"
    letters.new()
    time.pass_(hours=60)
    Housekeeping(app).round()
    assert letters.new() == []  # no second message either
    time.pass_(hours=12)
    assert_refused_at_the_door(client, reachable)
    Housekeeping(app).round()
    assert_refused_at_the_door(client, reachable)
    assert (stored(app), waiting(app)) == ((1, 10), [])


def test_after_a_new_password_it_can_begin_anew(
    client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    begin(client, reachable, letters)
    body = {"old_password": reachable.password, "new_password": "another password"}
    client.post(f"/user/change-password/{reachable.uuid}", json=body, headers=reachable.signed)
    reachable.password = "another password"
    letters.new()
    time.pass_(hours=1)
    begin(client, reachable, letters)
    time.pass_(hours=71)
    assert_refused_at_the_door(client, reachable)
    time.pass_(hours=1)
    assert first(client, reachable).status_code == 200


def test_a_closed_account_keeps_its_factors(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    token = due(client, reachable)
    begin(client, reachable, letters)
    with app.app_context():
        deactivate_user(reachable.uuid)
    assert_refused(report(client, token=token), INVALID)
    time.pass_(hours=72)
    Housekeeping(app).round()
    assert (stored(app), waiting(app), letters.new()) == ((1, 10), [], [])
