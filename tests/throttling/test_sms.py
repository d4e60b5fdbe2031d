"""Codes by SMS cost money: countries, a budget an hour, and a stop where nobody sends codes back."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from structlog.testing import capture_logs

from gatepost.environment import load_settings
from gatepost.messaging.send_message import send_message
from gatepost.outbox.kinds import NotDelivered
from gatepost.settings import BadSettings
from gatepost.throttling import count_sms as counting
from tests.audit.test_record import Record
from tests.support.letters import Letters
from tests.support.time import SetClock
from tests.support.waiting import EMAIL, Waiting
from tests.throttling.countries import DELHI, DHAKA, hours, number, send

pytestmark = pytest.mark.every_engine


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
