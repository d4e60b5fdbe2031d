"""The first code goes where messages get to."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.support.time import SetClock
from tests.support.waiting import EMAIL, MOBILE, Waiting

pytestmark = pytest.mark.every_engine

BY_MAIL: dict[str, Any] = {"smtp_url": "smtp://localhost", "mail_from": "accounts@example.org"}
BY_SMS: dict[str, Any] = {"sms_gateway_url": "http://127.0.0.1:9/send"}


@pytest.mark.parametrize(
    ("senders", "channel"),
    [(BY_MAIL, "email"), (BY_SMS, "sms"), (BY_MAIL | BY_SMS, "sms")],
    ids=["mail", "sms", "both"],
)
def test_of_two_addresses_that_gets_it_for_which_there_is_a_sender(
    make_app: Callable[..., Flask], time: SetClock, senders: dict[str, Any], channel: str
) -> None:
    waiting = Waiting(make_app(activation="code", dev_inbox=False, **senders), time)
    assert waiting.letter("ada", mobile=MOBILE, email=EMAIL).channel == channel


@pytest.mark.parametrize(
    ("senders", "given", "needed"), [(BY_MAIL, {"mobile": MOBILE}, "email"), (BY_SMS, {"email": EMAIL}, "mobile")]
)
def test_an_account_that_could_never_be_activated_is_refused(
    make_app: Callable[..., Flask], time: SetClock, senders: dict[str, Any], given: dict[str, str], needed: str
) -> None:
    waiting = Waiting(make_app(activation="code", dev_inbox=False, **senders), time)
    answer = waiting.register("ada", **given)
    assert (answer.status_code, list(answer.json["errors"])) == (422, [needed])
