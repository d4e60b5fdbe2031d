"""A country where no code comes back gets none."""

from collections.abc import Callable

import pytest
from flask import Flask
from structlog.testing import capture_logs

from gatepost.commands.doctor import doctor
from gatepost.throttling import count_sms as counting
from gatepost.throttling.count_sms import count_answered, find_stopped
from gatepost.throttling.sms_norm import is_far_below
from tests.audit.test_record import Record
from tests.one_time_codes.test_known_and_unknown import watched
from tests.support.time import SetClock
from tests.throttling.countries import send

pytestmark = pytest.mark.every_engine


def answer(app: Flask, times: int, country: str = "BD") -> None:
    with app.app_context():
        for _ in range(times):
            count_answered(country)


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
