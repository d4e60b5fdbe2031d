"""Codes that come back are counted by country and hour."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from gatepost.throttling import count_sms as counting
from gatepost.throttling.count_sms import purge_sms_hours
from tests.one_time_codes.test_known_and_unknown import watched
from tests.support.time import SetClock
from tests.support.waiting import Waiting
from tests.throttling.countries import DELHI, DHAKA, hours, number, send
from tests.web.endpoints import row_counts

pytestmark = pytest.mark.every_engine


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
