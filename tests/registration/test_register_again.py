"""A mistyped address does not hold a username: registering again with the same password goes on with the new one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.audit.models import AuditEvent
from gatepost.database import db
from tests.support.letters import Letters
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, INVALID, MOBILE, PASSWORD, Waiting
from tests.web.endpoints import contents, row_counts

pytestmark = pytest.mark.every_engine

MISTYPED, OTHER = "01712345687", "01800000000"


def test_the_registration_goes_on_with_the_new_number(waiting: Waiting, time: SetClock) -> None:
    first = waiting.letter("ada", mobile=MISTYPED)
    time.pass_(minutes=1)
    again = waiting.register("ADA ", mobile=MOBILE, locale="de")
    assert (again.status_code, again.json["message"]) == (201, "Account created successfully!")
    assert (again.json["data"]["username"], again.json["data"]["mobile"]) == ("ADA", MOBILE)
    letter = waiting.letters.one("activation")
    assert (letter.to, letter.locale) == (MOBILE, "de")
    assert waiting.prove(mobile=MISTYPED, code=first.code) == INVALID
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")
    assert waiting.state("ada") == "active"
    assert row_counts(waiting.app)["users"] == 1


def test_an_address_takes_the_place_of_a_number(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MISTYPED)
    answer = waiting.register("ada", email=EMAIL)
    assert (answer.status_code, answer.json["data"]["mobile"]) == (201, None)
    assert waiting.prove(token=waiting.letters.one("activation").token) == (200, "")


def test_a_repeated_request_changes_nothing_and_the_code_just_sent_stays_right(waiting: Waiting) -> None:
    """As a client does whose answer was lost."""
    letter = waiting.letter("ada", mobile=MOBILE)
    assert waiting.register("ada", mobile=MOBILE).status_code == 201
    assert waiting.letters.new() == []
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")


@pytest.mark.asvs("6.3.1")
def test_with_another_password_the_name_is_taken_and_the_attempt_counts(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", mobile=MOBILE)
    body = {"username": "ada", "mobile": OTHER, "password": "another password"}
    for _ in range(3):
        answer = waiting.client.post("/user", json=body)
        assert (answer.status_code, answer.json["code"]) == (409, "username_taken")
    assert waiting.letters.new() == []
    with waiting.app.app_context():
        refused = select(AuditEvent.event).where(AuditEvent.event == "registration.refused")
        assert len(db.session.execute(refused).all()) == 3


@pytest.mark.asvs("6.3.1")
def test_passwords_cannot_be_guessed_by_registering(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MOBILE)
    for number in range(100):
        waiting.client.post("/user", json={"username": "ada", "mobile": OTHER, "password": f"wrong password {number}"})
    answer = waiting.register("ada", mobile=OTHER)
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")


def test_an_active_account_is_never_registered_again(waiting: Waiting) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    waiting.prove(mobile=MOBILE, code=letter.code)
    before = contents(waiting.app)
    answer = waiting.register("ada", mobile=OTHER)
    assert (answer.status_code, answer.json["code"]) == (409, "username_taken")
    assert contents(waiting.app) == before


def test_an_address_that_another_has_verified_is_taken_here_too(waiting: Waiting, time: SetClock) -> None:
    letter = waiting.letter("eve", mobile=OTHER)
    waiting.prove(mobile=OTHER, code=letter.code)
    letter = waiting.letter("ada", mobile=MOBILE)
    answer = waiting.register("ada", mobile=OTHER)
    assert (answer.status_code, answer.json["code"]) == (409, "mobile_taken")
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")


def test_where_answers_are_private_it_goes_on_in_silence(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(activation="code", registration_answer="private")
    client, letters = app.test_client(), Letters(app)
    eve = {"username": "eve", "mobile": OTHER, "password": PASSWORD}
    client.post("/user", json=eve)
    client.post("/user/activate-account/", json={"mobile": OTHER, "code": letters.one("activation").code})
    answers = []
    for mobile, sent_to in ((OTHER, []), (MISTYPED, [MISTYPED]), (OTHER, []), (MOBILE, [MOBILE])):
        time.pass_(minutes=1)
        answers.append(client.post("/user", json={"username": "ada", "mobile": mobile, "password": PASSWORD}))
        sent = letters.new()
        assert [letter.to for letter in sent] == sent_to
    assert len({(answer.status_code, answer.data) for answer in answers}) == 1
    body = {"mobile": MOBILE, "code": sent[0].code}
    assert client.post("/user/activate-account/", json=body).status_code == 200


def test_one_registration_writes_to_few_strangers_an_hour(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MOBILE)
    statuses = [waiting.register("ada", mobile=f"018000000{number:02}").status_code for number in range(12)]
    assert statuses == [201] * 10 + [429] * 2


def test_of_many_at_once_one_is_the_last_and_its_code_is_right(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MISTYPED)

    def again(number: int) -> int:
        body = {"username": "ada", "mobile": f"0180000000{number}", "password": PASSWORD}
        return waiting.app.test_client().post("/user", json=body).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(again, range(4)))
    assert set(statuses) == {201}
    sent = waiting.letters.new()
    right = [letter for letter in sent if waiting.prove(mobile=letter.to, code=letter.code) == (200, "")]
    assert len(right) == 1
    assert row_counts(waiting.app)["users"] == 1


def test_an_activation_at_the_same_time_leaves_one_outcome(waiting: Waiting) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)

    def act(what: str) -> int:
        client = waiting.app.test_client()
        if what == "activate":
            return client.post("/user/activate-account/", json={"mobile": MOBILE, "code": letter.code}).status_code
        return client.post("/user", json={"username": "ada", "mobile": OTHER, "password": PASSWORD}).status_code

    with ThreadPoolExecutor(2) as pool:
        outcome = tuple(pool.map(act, ["activate", "register"]))
    assert outcome in ((200, 409), (403, 201))
    assert waiting.state("ada") == ("active" if outcome[0] == 200 else "waits")
