"""Receivers that hang, redirect, answer too much, or want no more: nothing is lost, and nothing waits for them."""

import resource
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from gatepost import clock
from gatepost.doctor.webhooks import examine_webhooks
from gatepost.settings import settings
from gatepost.webhooks.add_webhook import NewWebhook, add_webhook
from gatepost.webhooks.change_webhook import change_webhook
from gatepost.webhooks.list_webhooks import get_webhook
from gatepost.webhooks.replay import replay
from tests.support.time import SetClock
from tests.webhooks.conftest import EVE, deliver_due, deliveries, happens
from tests.webhooks.receiver import Receiver, receiving


def last(webhook: NewWebhook) -> tuple[str, int | None, str | None]:
    row = deliveries(webhook)[-1]
    return row.state, row.status_code, row.reason


@pytest.mark.every_engine
def test_one_that_answers_410_is_disabled_and_what_waits_is_given_up(
    webhook: NewWebhook, receiver: Receiver, time: SetClock
) -> None:
    receiver.status = 500
    happens("account.registered")
    assert deliver_due() == 1
    receiver.status = 410
    happens("account.registered", EVE)
    assert deliver_due() == 1
    assert (get_webhook(webhook.id).disabled_because, last(webhook)) == ("gone", ("given_up", 410, "it answered 410"))
    happens("account.activated")
    time.pass_(days=1)
    assert (deliver_due(), [each.state for each in deliveries(webhook)]) == (0, ["given_up"] * 2)
    assert next(str(each) for each in examine_webhooks()).startswith(f"Webhook {webhook.id}: it is disabled")
    receiver.status = 200
    change_webhook(webhook.id, enabled=True)
    assert (replay(webhook.id), deliver_due()) == (2, 2)
    assert [each.state for each in deliveries(webhook)] == ["delivered"] * 2
    assert list(examine_webhooks()) == []


@pytest.mark.every_engine
def test_one_that_fails_for_days_is_disabled_on_record_and_one_success_begins_anew(
    within: Flask, receiver: Receiver, time: SetClock
) -> None:
    webhook = add_webhook(receiver.url, ["account.*"])
    with receiving() as other:
        told = add_webhook(other.url, ["webhook.disabled"])
        receiver.status = 500
        happens("account.registered")
        assert deliver_due() == 1
        assert get_webhook(webhook.id).failing_since is not None
        receiver.status = 200
        time.pass_(days=4)
        assert deliver_due() == 1
        assert get_webhook(webhook.id).failing_since is None
        receiver.status = 500
        happens("account.registered")
        assert deliver_due() == 1
        for _ in range(settings.webhook_disable_after.days - 1):
            time.pass_(hours=23)
            happens("account.registered", EVE)
            assert deliver_due() > 0
        assert get_webhook(webhook.id).disabled_at is None
        assert ["accepted nothing" in str(each) for each in examine_webhooks()] == [True]
        time.pass_(hours=23 + settings.webhook_disable_after.days)
        happens("account.registered")
        assert deliver_due() >= 2  # the last failure, and the event that it was
        assert get_webhook(webhook.id).disabled_because == "failing"
        assert (other.types, [each.state for each in deliveries(told)]) == (["webhook.disabled"], ["delivered"])
    assert within


def test_a_new_address_has_days_of_its_own_to_fail(webhook: NewWebhook, receiver: Receiver, time: SetClock) -> None:
    receiver.status = 500
    happens("account.registered")
    assert deliver_due() == 1
    time.pass_(seconds=(settings.webhook_disable_after - timedelta(minutes=1)).total_seconds())
    change_webhook(webhook.id, url=receiver.url, description="the same address")
    assert get_webhook(webhook.id).failing_since is not None
    change_webhook(webhook.id, url=f"{receiver.url}/of-another-server")
    time.pass_(hours=1)
    assert deliver_due() == 1
    assert get_webhook(webhook.id).disabled_at is None


@pytest.mark.every_engine
def test_a_410_of_the_address_before_does_not_end_the_new_one(
    within: Flask, webhook: NewWebhook, receiver: Receiver
) -> None:
    """The address was changed while the last delivery was under way."""
    with receiving() as new:

        def moves() -> Iterator[bytes]:
            with within.app_context():
                change_webhook(webhook.id, url=new.url)
            yield b"gone"

        receiver.status, receiver.text = 410, moves
        happens("account.registered")
        assert deliver_due() == 1
        assert get_webhook(webhook.id).disabled_at is None
        happens("account.activated")
        assert (deliver_due(), new.types) == (1, ["account.activated"])


def test_one_that_hangs_is_left_in_time(webhook: NewWebhook, receiver: Receiver) -> None:
    receiver.hang = threading.Event()
    happens("account.registered")
    begun = clock.stopwatch()
    assert deliver_due() == 1
    assert clock.stopwatch() - begun < 3
    receiver.hang.set()
    assert last(webhook) == ("waiting", None, "it took longer than 1 s")


def test_one_that_sends_a_byte_now_and_then_is_left_in_time(webhook: NewWebhook, receiver: Receiver) -> None:
    """Its status has come, and counts."""
    enough = threading.Event()

    def slowly() -> Iterator[bytes]:
        while not enough.wait(0.2):
            yield b"."

    receiver.status, receiver.text = 200, slowly
    happens("account.registered")
    begun = clock.stopwatch()
    assert deliver_due() == 1
    enough.set()
    assert clock.stopwatch() - begun < 3
    assert last(webhook) == ("delivered", 200, None)


def test_no_redirect_is_followed(webhook: NewWebhook, receiver: Receiver) -> None:
    with receiving() as private:
        receiver.status, receiver.headers = 307, {"Location": private.url}
        happens("account.registered")
        assert deliver_due() == 1
        assert private.got == []
    assert last(webhook) == ("waiting", 307, "it answered 307")


@pytest.mark.parametrize("status", [200, 500])
def test_of_a_huge_answer_only_the_beginning_is_read(webhook: NewWebhook, receiver: Receiver, status: int) -> None:
    sent = 0

    def endlessly() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(10 * 1024):
            sent += 1024
            yield b"<script>\x1b[2J\x00" + b"x" * 1012

    receiver.status, receiver.text = status, endlessly
    happens("account.registered")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert deliver_due() == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 5 * 1024  # KiB
    (row,) = deliveries(webhook)
    assert (row.state, row.status_code) == ("delivered" if status == 200 else "waiting", status)
    assert row.excerpt is not None
    assert (len(row.excerpt), row.excerpt[:14]) == (1024, "<script>\ufffd[2J\ufffdx")
    assert sent < 10 * 1024 * 1024


def test_a_receiver_that_is_away_is_told_later(webhook: NewWebhook, receiver: Receiver, time: SetClock) -> None:
    happens("account.registered")
    assert receiver.got == []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("gatepost.webhooks.deliver.send", _refuse)
        assert deliver_due() == 1
    assert last(webhook) == ("waiting", None, "error in the service: ZeroDivisionError")
    time.pass_(seconds=7)
    assert (deliver_due(), last(webhook)[0]) == (1, "delivered")


def _refuse(*_: object) -> None:
    raise ZeroDivisionError
