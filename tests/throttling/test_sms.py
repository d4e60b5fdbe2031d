"""Codes by SMS cost money: countries, a budget an hour, and a stop where nobody sends codes back."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from gatepost.commands.doctor import doctor
from gatepost.database import db
from gatepost.environment import load_settings
from gatepost.messaging.send_message import send_message
from gatepost.outbox.kinds import NotDelivered
from gatepost.settings import BadSettings
from gatepost.throttling import count_sms as counting
from gatepost.throttling.count_sms import count_answered, count_sms, find_stopped, purge_sms_hours
from gatepost.throttling.sms_hours import SmsHour
from gatepost.throttling.sms_norm import is_far_below
from tests.audit.test_record import Record
from tests.one_time_codes.test_known_and_unknown import watched
from tests.support.letters import Letters
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, Waiting
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine

DHAKA, DELHI = "+8801712345678", "+919876543210"


def number(place: int) -> str:
    return f"+88017{place:08}"


def hours(app: Flask) -> list[tuple[str, int, int]]:
    with app.app_context():
        columns = (SmsHour.country, SmsHour.sent, SmsHour.answered)
        found = [tuple(row) for row in db.session.execute(select(*columns).order_by(SmsHour.country, SmsHour.hour))]
        db.session.rollback()
    return found


def send(app: Flask, times: int, country: str = "BD") -> list[bool]:
    with app.app_context():
        return [bool(count_sms(country)) for _ in range(times)]


def answer(app: Flask, times: int, country: str = "BD") -> None:
    with app.app_context():
        for _ in range(times):
            count_answered(country)


@pytest.fixture
def service(make_app: Callable[..., Flask], time: SetClock) -> Callable[..., Waiting]:
    """Where people register by numbers of every country."""
    return lambda **chosen: Waiting(make_app(activation="code", phone_region="international", **chosen), time)


# Countries.


@pytest.mark.parametrize("registration", ["public", "private"])
def test_a_country_that_gets_no_sms_needs_an_address(service: Callable[..., Waiting], registration: str) -> None:
    at = service(sms_countries=("BD",), registration_answer=registration)
    needed = at.register("ada", mobile=DELHI)
    assert (needed.status_code, list(needed.json["errors"])) == (422, ["email"])
    assert at.register("bob", mobile=DHAKA).status_code in (201, 202)
    assert at.register("eve", mobile=DELHI, email=EMAIL).status_code in (201, 202)
    assert sorted(letter.channel for letter in at.letters.new()) == ["email", "sms"]


def test_a_number_of_a_country_that_gets_none_any_more_gets_no_code_and_no_other_answer(
    service: Callable[..., Waiting], time: SetClock
) -> None:
    before = service()
    letter = before.letter("ada", mobile=DELHI)
    assert before.prove(mobile=DELHI, code=letter.code) == (200, "")
    time.pass_(minutes=5)
    at = service(sms_countries=("BD",))
    answers = [at.client.post("/user/login/code", json={"mobile": each}) for each in (DELHI, "+919876543211")]
    assert (answers[0].status_code, answers[0].data) == (202, answers[1].data)
    assert Letters(at.app).new() == []


def test_no_sms_of_any_kind_leaves_for_a_country_that_gets_none(make_app: Callable[..., Flask]) -> None:
    content = {"to": DELHI, "locale": "en", "values": {}}
    with make_app(sms_countries=("BD",)).app_context():
        with pytest.raises(NotDelivered, match="GATEPOST_SMS_COUNTRIES") as refused:
            send_message("test", content, identifier="1", finish=lambda: True, channel="sms")
        assert refused.value.permanent
        send_message("test", content | {"to": DHAKA}, identifier="1", finish=lambda: True, channel="sms")
        send_message("test", content | {"to": EMAIL}, identifier="1", finish=lambda: True, channel="email")


def test_a_country_that_there_is_not_stops_the_start() -> None:
    assert load_settings({"GATEPOST_SMS_COUNTRIES": "BD, GB,001"}).sms_countries == ("BD", "GB", "001")
    with pytest.raises(BadSettings, match="UK"):
        load_settings({"GATEPOST_SMS_COUNTRIES": "BD,UK"})


# The budget.


def test_a_country_has_a_budget_an_hour_and_the_others_have_theirs(
    service: Callable[..., Waiting], time: SetClock
) -> None:
    time.pass_(minutes=60 - time.now().minute)
    at = service(sms_budget=2)
    answers = [at.register(f"u{place}", mobile=number(place)) for place in range(3)]
    assert {each.status_code for each in answers} == {201}
    assert len(at.letters.new()) == 2
    assert at.register("ada", mobile=DELHI).status_code == 201
    assert len(at.letters.new()) == 1
    time.pass_(hours=1)
    assert at.asked(mobile=number(2)).channel == "sms"


@pytest.mark.asvs("15.4.2")
def test_of_many_codes_at_once_as_many_leave_as_the_budget_has(make_app: Callable[..., Flask]) -> None:
    app, gate = make_app(sms_budget=5), threading.Barrier(8)

    def count(_: int) -> bool:
        gate.wait(timeout=10)
        return send(app, 1)[0]

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(count, range(8))) == 5
    assert hours(app) == [("BD", 5, 0)]


def test_a_budget_that_is_used_up_is_an_alarm_once_an_hour(make_app: Callable[..., Flask], time: SetClock) -> None:
    app = make_app(sms_budget=1)
    record = Record(app)
    with capture_logs() as logs:
        assert send(app, 4) == [True, False, False, False]
    assert [line[:2] for line in record.new()] == [("sms.over_budget", None)]
    assert [(line["event"], line["country"], line["why"]) for line in logs] == [("sms.refused", "BD", "over_budget")]
    time.pass_(hours=1)
    assert send(app, 2) == [True, False]
    assert len(record.new()) == 1


def test_the_second_row_of_an_hour_is_refused_and_counted_in_the_first(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that found no row insert one each."""
    add, missed = counting._add, iter([False])
    send(app, 1)
    monkeypatch.setattr(counting, "_add", lambda *given, **more: next(missed, None) is None and add(*given, **more))
    monkeypatch.setattr(counting, "read_all", lambda _: [])
    with app.app_context():
        assert bool(counting._count("BD")) is True
    assert hours(app) == [("BD", 2, 0)]


# The stop.


def test_a_country_where_no_code_comes_back_is_stopped_and_the_operator_is_told(app: Flask, time: SetClock) -> None:
    record = Record(app)
    with capture_logs() as logs:
        assert send(app, 60) == [True] * 50 + [False] * 10
    assert [line[:2] for line in record.new()] == [("sms.stopped", None)]
    assert logs == [{"event": "sms.refused", "country": "BD", "why": "stopped", "log_level": "error"}]
    with watched(app) as sent:
        assert send(app, 1) == [False]
    assert not [statement for statement in sent if not statement.startswith("SELECT")]
    assert send(app, 1, "IN") == [True]
    with app.app_context():
        assert find_stopped() == ["BD"]
    assert "- warning: SMS to BD: codes are refused" in app.test_cli_runner().invoke(doctor).output
    time.pass_(hours=2)
    with app.app_context():
        assert find_stopped() == []
    assert send(app, 1) == [True]


def test_of_two_that_are_refused_first_at_once_one_tells(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(app, 51)[-1] is False
    record = Record(app)
    monkeypatch.setattr(counting, "read_all", lambda _: [])  # neither has seen the other's row
    assert send(app, 1) == [False]
    assert record.new() == []


def test_it_goes_on_when_codes_come_back(app: Flask) -> None:
    assert send(app, 51)[-1] is False
    answer(app, 5)
    assert send(app, 2) == [True, False]
    answer(app, 10)
    assert send(app, 50) == [True] * 50


def test_a_stop_outlives_the_turn_of_the_hour_and_is_told_again(app: Flask, time: SetClock) -> None:
    send(app, 50)
    record = Record(app)
    time.pass_(hours=1)
    assert send(app, 2) == [False, False]
    assert [line[:2] for line in record.new()] == [("sms.stopped", None)]


def test_the_stop_can_be_switched_off(make_app: Callable[..., Flask]) -> None:
    assert send(make_app(sms_stop=False), 60) == [True] * 60


@pytest.mark.parametrize(
    ("sent", "answered", "before", "far"),
    [
        (49, 0, (0, 0), False),
        (50, 0, (0, 0), True),
        (50, 4, (0, 0), True),
        (50, 5, (0, 0), False),
        (50, 5, (199, 199), False),  # the usual share is not known yet
        (50, 12, (200, 200), True),
        (50, 13, (200, 200), False),
        (1000, 49, (10_000, 0), True),  # it is never taken as less than a fifth
        (1000, 50, (10_000, 0), False),
        (1000, 250, (200, 400), False),  # nor as more than all
    ],
)
def test_a_quarter_of_the_usual_share_has_to_come_back(
    sent: int, answered: int, before: tuple[int, int], far: bool
) -> None:
    sent_before, answered_before = before
    found = is_far_below(sent=sent, answered=answered, sent_before=sent_before, answered_before=answered_before)
    assert found == far


def test_the_usual_share_is_that_of_the_seven_days_before(app: Flask, time: SetClock) -> None:
    send(app, 49)
    answer(app, 49)
    for _ in range(4):
        time.pass_(hours=2)
        assert send(app, 45) == [True] * 45
        answer(app, 45)
    time.pass_(hours=2)
    send(app, 49)
    answer(app, 10)  # a fifth, which would do without what was before
    assert send(app, 2) == [True, False]
    time.pass_(days=8)
    send(app, 49)
    answer(app, 10)
    assert send(app, 2) == [True, True]


def test_each_way_to_send_a_code_back_counts_as_an_answer(service: Callable[..., Waiting], time: SetClock) -> None:
    at = service(user_directory="self", change_proof=True)
    post, headers = at.client.post, {}

    def sent(path: str, name: str, **named: str) -> str:
        time.pass_(minutes=2)
        assert post(path, json=named, headers=headers).status_code == 202
        return at.letters.one(name).code

    letter = at.letter("ada", mobile=DHAKA)
    assert at.prove(mobile=DHAKA, code="000000") == (403, "invalid_proof")
    assert at.prove(mobile=DHAKA, code=letter.code) == (200, "")
    code = sent("/user/login/code", "login", mobile=DHAKA)
    tokens = post("/user/login/code", json={"mobile": DHAKA, "code": code}).json
    headers["Authorization"] = f"Bearer {tokens['access_token']}"
    code = sent("/user/login/code", "login", username="ada")
    assert post("/user/reauthenticate", json={"code": code}, headers=headers).status_code == 200
    code = sent("/user/forgot-password", "reset", mobile=DHAKA)
    body = {"mobile": DHAKA, "code": code, "new_password": "a password of many words"}
    assert post("/user/reset-password", json=body).status_code == 200
    assert [sum(found) for found in zip(*(row[1:] for row in hours(at.app)), strict=True)] == [4, 4]


def test_a_changed_number_counts_where_it_is(service: Callable[..., Waiting], time: SetClock) -> None:
    at = service(user_directory="self", change_proof=True)
    letter = at.letter("ada", mobile=DHAKA)
    at.prove(mobile=DHAKA, code=letter.code)
    headers = {"Authorization": f"Bearer {at.log_in('ada').json['access_token']}"}
    uuid = at.client.get("/user", headers=headers).json["data"][0]["uuid"]
    assert at.client.patch(f"/user/{uuid}", json={"mobile": DELHI}, headers=headers).status_code == 200
    proof = {"mobile": at.letters.one("change").code}
    assert at.client.post(f"/user/{uuid}/prove-change", json=proof, headers=headers).status_code == 200
    assert hours(at.app) == [("BD", 1, 1), ("IN", 1, 1)]


def test_an_answer_that_cannot_be_counted_undoes_nothing(
    service: Callable[..., Waiting], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = service()
    letter = at.letter("ada", mobile=DHAKA)

    def fail(*_: Any, **__: Any) -> int:
        raise OperationalError("UPDATE", {}, Exception("gone"))

    monkeypatch.setattr(counting, "write_alone", fail)
    with capture_logs() as logs:
        assert at.prove(mobile=DHAKA, code=letter.code) == (200, "")
    assert "sms.uncounted" in [line["event"] for line in logs]


@pytest.mark.asvs("6.3.8")
def test_a_stopped_country_is_answered_as_any_other(service: Callable[..., Waiting], time: SetClock) -> None:
    time.pass_(minutes=60 - time.now().minute)
    at = service(registration_answer="private", change_proof=True, user_directory="self")
    letter_of = at.register("ada", mobile=DHAKA)
    letter = at.letters.one("activation")
    at.prove(mobile=DHAKA, code=letter.code)
    before = at.register("bob", mobile=number(1))
    assert letter_of.data == before.data
    send(at.app, 60)
    at.letters.new()
    ways, answers = [], []
    for name, mobile in (("eve", DHAKA), ("joe", number(2))):
        with watched(at.app) as sent:
            answers.append(at.register(name, mobile=mobile))
        ways.append(sent)
    assert [each.data for each in answers] == [before.data] * 2
    assert ways[0] == ways[1]
    assert at.letters.new() == []


def test_what_no_norm_needs_is_removed(app: Flask, time: SetClock) -> None:
    send(app, 1)
    time.pass_(days=7)
    send(app, 1, "IN")
    with app.app_context():
        assert purge_sms_hours(10) == 0
        time.pass_(hours=3)
        assert purge_sms_hours(10) == 1
    assert hours(app) == [("IN", 1, 0)]
    assert row_counts(app)["sms_hours"] == 1


def test_numbers_without_a_country_are_counted_together(strict: Flask, waiting: Waiting) -> None:
    waiting.letter("ada", mobile="01712345678")
    assert hours(strict) == [("ZZ", 1, 0)]
