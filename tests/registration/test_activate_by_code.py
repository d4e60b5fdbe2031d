"""ACTIVATION=code: an account is active once its mobile number or e-mail address is proven."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.accounts.deactivate import deactivate_user
from gatepost.database import db
from gatepost.registration import insert_user
from gatepost.users.models import User
from tests.support.contacts import stored_contacts
from tests.support.letters import Letters
from tests.support.people import People
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, INVALID, MOBILE, PATH, Waiting, another
from tests.web.endpoints import contents

pytestmark = pytest.mark.every_engine


@pytest.mark.asvs("6.4.1")
def test_the_code_that_registering_sends_activates_as_documented(waiting: Waiting) -> None:
    answer = waiting.register("ada", mobile="0171 234-5678")
    data = {"uuid": answer.json["data"]["uuid"], "username": "ada", "mobile": "0171 234-5678", "status": False}
    assert answer.json == {"data": data, "message": "Account created successfully!", "status": 201}
    assert waiting.state("ada") == "waits"
    letter = waiting.letters.one("activation")
    assert (letter.channel, letter.to) == ("sms", MOBILE)
    assert letter.values == {"username": "ada", "code": letter.code, "minutes": 10}
    assert len(letter.code) == 6
    assert letter.code.isdecimal()
    answer = waiting.client.post(PATH, json={"mobile": MOBILE, "code": letter.code})
    assert (answer.status_code, answer.json["message"], answer.json["status"]) == (200, "Success!", 200)
    assert answer.json["data"] == data | {"status": True}
    assert waiting.state("ada") == "active"


@pytest.mark.parametrize("by", ["code", "token"])
def test_an_account_with_only_an_address_is_activated_by_code_or_link(waiting: Waiting, by: str) -> None:
    answer = waiting.register("ada", email="Ada@Example.org")
    data = {"uuid": answer.json["data"]["uuid"], "username": "ada", "mobile": None, "status": False}
    assert answer.json["data"] == data  # the address is shown once it counts
    letter = waiting.letters.one("activation")
    assert (letter.channel, letter.to) == ("email", "Ada@Example.org")
    assert letter.values["link"] == f"http://127.0.0.1:8087/link#activation:{letter.token}"
    proof = {"token": letter.token} if by == "token" else {"email": "ada@example.ORG", "code": letter.code}
    answer = waiting.client.post(PATH, json=proof)
    assert (answer.status_code, answer.json["data"]) == (200, data | {"status": True, "email": "Ada@Example.org"})
    assert waiting.prove(**proof) == INVALID
    assert waiting.state("ada") == "active"


def test_of_two_addresses_the_number_gets_the_code_and_the_other_goes_on_waiting(waiting: Waiting) -> None:
    letter = waiting.letter("ada", mobile=MOBILE, email=EMAIL)
    assert letter.channel == "sms"
    answer = waiting.client.post(PATH, json={"mobile": MOBILE, "code": letter.code})
    assert "email" not in answer.json["data"]
    assert waiting.register("eve", email=EMAIL).status_code == 201  # nobody has proven it


def test_of_two_addresses_the_other_activates_too(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MOBILE, email=EMAIL)
    letter = waiting.asked(email=EMAIL)
    assert (letter.channel, waiting.prove(email=EMAIL, code=letter.code)) == ("email", (200, ""))
    assert waiting.register("eve", mobile=MOBILE).status_code == 201


@pytest.mark.asvs("6.3.4")
def test_no_account_becomes_active_by_its_number_alone(waiting: Waiting) -> None:
    waiting.letter("ada", mobile=MOBILE)
    assert waiting.ask(mobile=MOBILE).status_code == 202
    assert waiting.state("ada") == "waits"


@pytest.mark.asvs("6.5.5")
def test_a_code_is_good_for_less_than_ten_minutes_and_a_link_for_a_day(waiting: Waiting, time: SetClock) -> None:
    first = waiting.letter("ada", email=EMAIL)
    time.pass_(minutes=10)
    assert waiting.prove(email=EMAIL, code=first.code) == INVALID
    second = waiting.asked(email=EMAIL)
    time.pass_(minutes=9, seconds=59)
    assert waiting.prove(email=EMAIL, code=second.code) == (200, "")
    early, late = waiting.letter("eve", email="e@example.org"), waiting.letter("bob", email="b@example.org")
    time.pass_(hours=23, minutes=59, seconds=30)
    assert waiting.prove(token=early.token) == INVALID
    assert waiting.prove(token=late.token) == (200, "")


@pytest.mark.asvs("6.4.1", "6.5.1")
def test_a_code_is_good_once_and_until_the_next(waiting: Waiting) -> None:
    old = waiting.letter("ada", email=EMAIL)
    new = waiting.asked(email=EMAIL)
    assert waiting.prove(token=old.token) == INVALID
    if old.code != new.code:
        assert waiting.prove(email=EMAIL, code=old.code) == INVALID
    assert waiting.prove(email=EMAIL, code=new.code) == (200, "")
    for spent in ({"email": EMAIL, "code": new.code}, {"token": new.token}):
        assert waiting.prove(**spent) == INVALID


@pytest.mark.parametrize(
    "wrong", ["another", "12345", "1234567", "١٢٣٤٥٦", "abcdef", " 123456", "' OR 1=1 --", "0" * 250]
)
def test_a_wrong_code_gets_one_answer_whether_or_not_anybody_waits(waiting: Waiting, wrong: str) -> None:
    letter = waiting.letter("ada", mobile=MOBILE)
    code = another(letter.code) if wrong == "another" else wrong
    answers = [waiting.client.post(PATH, json={"mobile": number, "code": code}) for number in (MOBILE, "01799999999")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].data == answers[1].data
    assert waiting.prove(mobile=MOBILE, code=letter.code) == (200, "")


def test_a_deactivated_account_stays_so(waiting: Waiting) -> None:
    uuid = waiting.register("ada", email=EMAIL).json["data"]["uuid"]
    letter = waiting.letters.one("activation")
    with waiting.app.app_context():
        deactivate_user(uuid)
    assert waiting.prove(email=EMAIL, code=letter.code) == waiting.prove(token=letter.token) == INVALID
    assert waiting.ask(email=EMAIL).status_code == 202
    assert waiting.letters.new() == []


def test_an_active_account_is_sent_no_code(waiting: Waiting, time: SetClock) -> None:
    letter = waiting.letter("ada", mobile=MOBILE, email=EMAIL)
    waiting.prove(mobile=MOBILE, code=letter.code)
    time.pass_(minutes=1)
    for address in ({"mobile": MOBILE}, {"email": EMAIL}):
        assert waiting.ask(**address).status_code == 202
    assert waiting.letters.new() == []


@pytest.mark.parametrize(
    ("address", "code"), [({"mobile": "0171-2345678"}, "mobile_taken"), ({"email": "ADA@example.org"}, "email_taken")]
)
def test_what_somebody_has_proven_is_taken(waiting: Waiting, address: dict[str, str], code: str) -> None:
    for username, given in (("ada", {"mobile": MOBILE}), ("grace", {"email": EMAIL})):
        letter = waiting.letter(username, **given)
        assert waiting.prove(**given, code=letter.code) == (200, "")
    before = contents(waiting.app)
    answer = waiting.register("eve", **address)
    assert (answer.status_code, answer.json["code"]) == (409, code)
    assert contents(waiting.app) == before  # not even a use is counted: a stranger uses up nothing of the owner's


@pytest.mark.asvs("6.3.8")
def test_a_private_answer_is_the_same_and_nothing_is_sent_to_anyone(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    waiting = Waiting(make_app(activation="code", registration_answer="private"), time)
    first = waiting.register("ada", mobile=MOBILE)
    assert waiting.prove(mobile=MOBILE, code=waiting.letters.one("activation").code) == (200, "")
    time.pass_(minutes=1)
    before = contents(waiting.app)
    answer = waiting.register("ada", mobile="01799999999")
    assert (answer.status_code, answer.data) == (202, first.data)
    after = contents(waiting.app)
    assert {name for name in before if before[name] != after[name]} <= {"throttle_counts", "sms_hours", "audit_events"}
    answer = waiting.register("eve", mobile=MOBILE)
    assert (answer.status_code, answer.data) == (202, first.data)
    waiting.ask(mobile=MOBILE)
    assert waiting.letters.new() == []


@pytest.mark.parametrize(
    ("locale", "accepted", "used"),
    [("bn", "de", "bn"), ("", "xx, de;q=0.9", "de"), ("", "", "en"), ("gl-ES", "es", "es"), ("pt-BR", "es", "pt")],
)
def test_a_code_comes_in_the_users_language(waiting: Waiting, locale: str, accepted: str, used: str) -> None:
    body = {"username": "ada", "mobile": MOBILE, "password": "password"} | ({"locale": locale} if locale else {})
    assert waiting.client.post("/user", json=body, headers={"Accept-Language": accepted}).status_code == 201
    assert waiting.letters.one("activation").locale == used


def test_a_message_goes_to_the_address_as_it_is_stored(waiting: Waiting, time: SetClock) -> None:
    waiting.letter("ada", email="Ada@Example.org")
    for typed in ("ADA@EXAMPLE.ORG", "ａｄａ@example.org", "ada@example。org"):
        assert waiting.asked(email=typed).to == "Ada@Example.org"


def test_an_account_from_before_the_switch_to_codes_is_activated_by_one(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    people = People(make_app(activation="mobile").test_client())
    ada = people.register("ada", mobile=MOBILE)
    people.client.post("/user", json={"username": "bob", "email": "bob@example.org", "password": "password"})
    waiting = Waiting(make_app(activation="code"), time)
    letter = waiting.asked(mobile=MOBILE, username="ada")
    answer = waiting.client.post(PATH, json={"mobile": MOBILE, "code": letter.code})
    assert (answer.status_code, answer.json["data"]["uuid"]) == (200, ada.uuid)
    assert waiting.prove(token=waiting.asked(email="bob@example.org").token) == (200, "")
    assert waiting.register("eve", mobile=MOBILE).json["code"] == "mobile_taken"


def test_account_and_message_are_stored_together_or_not_at_all(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, send = contents(waiting.app), insert_user.send_proof

    def send_and_fail(*given: Any, **more: Any) -> None:
        send(*given, **more)
        raise RuntimeError

    monkeypatch.setattr(insert_user, "send_proof", send_and_fail)
    assert waiting.register("ada", mobile=MOBILE).status_code == 500
    assert contents(waiting.app) | {"throttle_counts": [], "sms_hours": []} == before
    monkeypatch.undo()
    assert waiting.register("ada", mobile=MOBILE).status_code == 201


def test_a_proven_number_is_on_record_as_such(waiting: Waiting, time: SetClock) -> None:
    letter = waiting.letter("ada", mobile="0171 234 5678", email=EMAIL)
    waiting.prove(mobile=MOBILE, code=letter.code)
    with waiting.app.app_context():
        uuid, activated_at = db.session.execute(select(User.uuid, User.activated_at)).one()
    assert activated_at == time.now()
    facts = stored_contacts(waiting.app, uuid)
    assert [facts[f"mobile{what}"] for what in ("", "_key", "_verified_at")] == ["0171 234 5678", MOBILE, time.now()]
    assert [facts[f"email{what}"] for what in ("", "_key", "_verified_at")] == [None, None, None]


def test_a_link_leads_to_the_page_of_the_app_whatever_host_was_asked(
    make_app: Callable[..., Flask], time: SetClock
) -> None:
    waiting = Waiting(make_app(activation="code", link_url="https://app.example.org/prove"), time)
    body = {"username": "ada", "email": EMAIL, "password": "password"}
    waiting.client.post("/user", json=body, headers={"Host": "evil.example.org"})
    letter = Letters(waiting.app).one("activation")
    assert letter.values["link"] == f"https://app.example.org/prove#activation:{letter.token}"
