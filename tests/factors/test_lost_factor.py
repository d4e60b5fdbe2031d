"""POST /user/lost-factor: a user who has lost a second factor gets back in after a waiting time, and can be stopped."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from gatepost import clock
from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.factors.models import LostFactor, RecoveryCode, TotpFactor
from gatepost.lost_factors import stop as stop_removal
from gatepost.serving.housekeeping import Housekeeping
from tests.audit.test_record import Record
from tests.support.authenticator import Authenticator, due, enrol, first, log_in, opens, second
from tests.support.letters import Letter, Letters
from tests.support.passkeys import add_passkey, options_to_log_in
from tests.support.passkeys import log_in as log_in_by_passkey
from tests.support.people import People, Person
from tests.support.software_key import Authenticator as SoftwareKey
from tests.support.time import SetClock
from tests.web.endpoints import assert_refused, contents

pytestmark = pytest.mark.every_engine

DUE = (403, "second_factor_required")
INVALID = (403, "invalid_proof")
EMAIL = "ada@example.org"


@pytest.fixture
def reachable(client: FlaskClient, ada: Person, app_of_ada: Authenticator, letters: Letters) -> Person:
    """ada, who has a second factor and an e-mail address; she has proven neither address."""
    assert client.patch(f"/user/{ada.uuid}", json={"email": EMAIL}, headers=ada.signed).status_code == 200
    letters.new()
    return ada


def report(client: FlaskClient, **body: str) -> TestResponse:
    return client.post("/user/lost-factor", json=body)


def stop(client: FlaskClient, token: str) -> TestResponse:
    return client.post("/user/lost-factor/stop", json={"token": token})


def told(letters: Letters) -> Letter:
    """The letters by e-mail; the mobile number is told the same."""
    both = {letter.channel: letter for letter in letters.new()}
    assert {(each, letter.name) for each, letter in both.items()} == {
        ("email", "factors_end_soon"),
        ("sms", "factors_end_soon"),
    }
    assert both["email"].values == both["sms"].values
    return both["email"]


def begin(client: FlaskClient, person: Person, letters: Letters) -> Letter:
    """Begin the waiting time by the password. Gives the message."""
    answer = report(client, token=due(client, person))
    assert answer.status_code == 200, answer.text
    return told(letters)


def waiting(app: Flask) -> list[Any]:
    with app.app_context():
        rows = list(db.session.execute(select(LostFactor.user_uuid)).all())
        db.session.rollback()
    return rows


def stored(app: Flask) -> tuple[int, int]:
    """How many apps and recovery codes there are."""
    with app.app_context():
        rows = tuple(len(db.session.execute(select(table.user_uuid)).all()) for table in (TotpFactor, RecoveryCode))
        db.session.rollback()
    return rows  # type: ignore[return-value]


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


def assert_refused_at_the_door(client: FlaskClient, person: Person) -> None:
    answer = first(client, person)
    assert (answer.status_code, answer.json["code"]) == DUE


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


def test_a_token_of_another_device_or_of_before_a_change_begins_nothing(
    app: Flask, client: FlaskClient, reachable: Person
) -> None:
    stranger = app.test_client(use_cookies=False)
    body = {"token": due(stranger, reachable)}
    answer = stranger.post("/user/lost-factor", json=body, headers={"User-Agent": "another"})
    assert_refused(answer, INVALID)
    change = {"old_password": reachable.password, "new_password": "another password"}
    client.post(f"/user/change-password/{reachable.uuid}", json=change, headers=reachable.signed)
    assert_refused(report(stranger, **body), INVALID)
    assert waiting(app) == []


def test_a_link_for_another_purpose_begins_nothing(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    for path, name in (("/user/login/code", "login"), ("/user/forgot-password", "reset")):
        time.pass_(minutes=2)
        client.post(path, json={"email": EMAIL})
        assert_refused(report(client, token=letters.one(name).token), INVALID)
    assert waiting(app) == []


def test_three_a_day_are_told(client: FlaskClient, reachable: Person, letters: Letters, time: SetClock) -> None:
    for _ in range(3):
        assert stop(client, begin(client, reachable, letters).token).status_code == 200
    refused = report(client, token=due(client, reachable))
    assert_refused(refused, (429, "too_many_requests"))
    assert refused.headers["Retry-After"] == "86400"
    assert letters.new() == []
    time.pass_(days=1)
    begin(client, reachable, letters)


@pytest.mark.asvs("6.3.1")
def test_five_wrong_codes_an_hour(client: FlaskClient, reachable: Person, letters: Letters) -> None:
    report(client, email=EMAIL)
    code = letters.one("lost_factor").code
    wrong = next(each for each in map("{:06}".format, range(2)) if each != code)
    for _ in range(5):
        assert_refused(report(client, email=EMAIL, code=wrong), INVALID)
    assert_refused(report(client, email=EMAIL, code=code), (429, "too_many_requests"))


def test_settings_switch_it_off(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(lost_factor_wait="0")
    client = app.test_client()
    ada = People(client).join("ada")
    enrol(client, ada)
    for body in ({"username": "ada"}, {"username": "ada", "code": "123456"}, {"token": due(client, ada)}):
        assert_refused(report(client, **body), (403, "not_offered"))
    before = contents(app)
    assert contents(app) == before


def test_wrong_guesses_of_before_do_not_count_for_the_next_factor(
    client: FlaskClient, reachable: Person, app_of_ada: Authenticator, letters: Letters, time: SetClock
) -> None:
    begin(client, reachable, letters)
    time.pass_(hours=71, minutes=50)
    for _ in range(5):
        second(client, due(client, reachable), app_of_ada.wrong())
    time.pass_(minutes=10)
    answer = first(client, reachable)
    reachable.access_token = answer.json["access_token"]
    enrol(client, reachable)


@pytest.mark.asvs("15.4.2")
def test_of_a_stop_and_a_removal_at_once_one_wins(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters, time: SetClock
) -> None:
    token = begin(client, reachable, letters).token
    time.pass_(hours=72)

    def tidy() -> int:
        Housekeeping(app).round()
        return 0

    deeds: list[Callable[[], int]] = [
        lambda: stop(app.test_client(), token).status_code,
        lambda: first(app.test_client(), reachable).status_code,
        tidy,
    ]
    record = Record(app)
    with ThreadPoolExecutor(9) as pool:
        answers = [job.result() for job in [pool.submit(deed) for deed in deeds * 3]]
    lines = [line[0] for line in record.new() if line[0] in ("factors.removed", "factor.loss_stopped")]
    assert len(lines) == 1
    stopped = lines == ["factor.loss_stopped"]
    assert answers.count(200) >= (1 if stopped else 0)
    assert (stored(app) == (1, 10)) is stopped
    assert waiting(app) == []
    assert [letter.name for letter in letters.new()] == ([] if stopped else ["factors_removed"] * 2)


@pytest.mark.asvs("15.4.2")
def test_a_removal_in_the_middle_of_a_stop_wins(
    app: Flask,
    client: FlaskClient,
    reachable: Person,
    letters: Letters,
    time: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = begin(client, reachable, letters).token
    time.pass_(hours=72)
    lock_user = stop_removal.lock_user

    def remove_first(uuid: str) -> bool:
        Housekeeping(app).round()
        return lock_user(uuid)

    monkeypatch.setattr(stop_removal, "lock_user", remove_first)
    assert_refused(stop(client, token), INVALID)
    assert stored(app) == (0, 0)


@pytest.mark.asvs("15.4.2")
def test_of_twenty_reports_at_once_one_begins(
    app: Flask, client: FlaskClient, reachable: Person, letters: Letters
) -> None:
    token = due(app.test_client(), reachable)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: report(app.test_client(), token=token).status_code, range(20)))
    assert 200 in answers
    assert set(answers) <= {200, 429}
    assert len(waiting(app)) == 1
    told(letters)


def test_a_removal_that_fails_half_way_leaves_all_as_it_was(
    app: Flask,
    client: FlaskClient,
    reachable: Person,
    letters: Letters,
    time: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As a kill between two steps: the next round does all of it."""
    begin(client, reachable, letters)
    time.pass_(hours=72)

    def die(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("gatepost.factors.remove_all.notify", die)
        before = contents(app)
        with pytest.raises(RuntimeError):
            Housekeeping(app).round()
        with app.app_context():
            db.session.rollback()
        assert contents(app)["lost_factors"] == before["lost_factors"]
        assert stored(app) == (1, 10)
    Housekeeping(app).round()
    assert (stored(app), waiting(app)) == ((0, 0), [])
