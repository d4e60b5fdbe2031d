"""A webhook is disabled for failing on each of so many days, and never for failures with quiet days between."""

from datetime import timedelta

import pytest

from gatepost import clock
from gatepost.settings import settings
from gatepost.webhooks.add_webhook import NewWebhook
from gatepost.webhooks.list_webhooks import get_webhook
from gatepost.webhooks.note_result import PAUSES
from tests.support.time import SetClock
from tests.webhooks.conftest import ADA, EVE, deliver_due, happens
from tests.webhooks.receiver import Receiver

pytestmark = pytest.mark.every_engine


def fail_until_given_up(time: SetClock) -> None:
    for pause in PAUSES:
        assert deliver_due() == 1
        time.pass_(seconds=pause.total_seconds() * 1.2)
    assert deliver_due() == 1


def test_after_a_quiet_day_failures_are_counted_anew(webhook: NewWebhook, receiver: Receiver, time: SetClock) -> None:
    """The first event was given up, the next one comes days later."""
    receiver.status = 500
    happens("account.registered", ADA)
    fail_until_given_up(time)
    time.pass_(seconds=settings.webhook_disable_after.total_seconds())
    happens("account.registered", EVE)
    assert deliver_due() == 1
    state = get_webhook(webhook.id)
    assert (state.disabled_at, state.failing_since) == (None, clock.now())


def test_days_in_which_no_process_sends_count_for_nothing(
    webhook: NewWebhook, receiver: Receiver, time: SetClock
) -> None:
    receiver.status = 500
    happens("account.registered", ADA)
    assert deliver_due() == 1
    time.pass_(seconds=settings.webhook_disable_after.total_seconds())
    assert deliver_due() == 1
    state = get_webhook(webhook.id)
    assert (state.disabled_at, state.failing_since) == (None, clock.now())


@pytest.mark.parametrize("hours", [8, 20])
def test_one_that_fails_each_day_is_disabled_also_if_its_events_are_few(
    webhook: NewWebhook, receiver: Receiver, time: SetClock, hours: int
) -> None:
    """The second event comes before a day has passed since the first was given up."""
    receiver.status = 500
    begun = clock.now()
    happens("account.registered", ADA)
    fail_until_given_up(time)
    time.pass_(hours=hours)
    happens("account.registered", EVE)
    assert deliver_due() == 1
    assert get_webhook(webhook.id).failing_since == begun
    while get_webhook(webhook.id).disabled_at is None:
        assert clock.now() - begun < settings.webhook_disable_after + timedelta(days=2)
        time.pass_(hours=1)
        deliver_due()
    assert get_webhook(webhook.id).disabled_because == "failing"
    assert clock.now() - begun >= settings.webhook_disable_after
