"""Of several who see that a delivery is due, one sends it."""

from functools import partial

import pytest
from flask import Flask

from gatepost.webhooks.add_webhook import NewWebhook
from gatepost.webhooks.change_webhook import change_webhook
from gatepost.webhooks.deliver import deliver, take_due
from gatepost.webhooks.lease import acquire_lease, find_due
from gatepost.webhooks.purge_deliveries import purge_deliveries
from gatepost.webhooks.replay import replay
from tests.serving.wire import at_once
from tests.support.conflict import conflict_at
from tests.support.time import SetClock
from tests.webhooks.conftest import ADA, EVE, deliver_due, deliveries, happens
from tests.webhooks.receiver import Receiver

pytestmark = pytest.mark.every_engine


def test_of_many_who_saw_it_one_gets_the_lease(webhook: NewWebhook) -> None:
    happens("account.registered")
    seen = [find_due(10) for _ in range(3)]
    assert [acquire_lease(*due) is not None for ((due),) in seen] == [True, False, False]
    assert webhook


def test_workers_that_deliver_at_once_send_each_once_and_in_order(
    within: Flask, webhook: NewWebhook, receiver: Receiver
) -> None:
    for user in (ADA, EVE) * 4:
        happens("account.updated", user)

    def work() -> None:
        with within.app_context():
            while len(receiver.got) < 8:
                if leased := take_due():
                    deliver(leased)

    at_once([partial(work)] * 4)
    sent = [got.id for got in receiver.got]
    assert (len(sent), len(set(sent))) == (8, 8)
    for user in (ADA, EVE):
        in_order = [each.id for each in deliveries(webhook) if each.user == user]
        assert [got.id for got in receiver.got if got.user == user] == in_order


def test_a_deadlock_costs_neither_a_lease_nor_a_result(within: Flask, webhook: NewWebhook, receiver: Receiver) -> None:
    happens("account.registered")
    with conflict_at(within, "UPDATE webhook_deliveries"):
        leased = take_due()
    assert leased is not None
    with conflict_at(within, "UPDATE webhook_deliveries"):
        deliver(leased)
    assert (len(receiver.got), [each.state for each in deliveries(webhook)]) == (1, ["delivered"])


@pytest.mark.parametrize("status", [200, 500])
def test_the_result_of_a_delivery_that_was_replayed_meanwhile_does_not_count(
    webhook: NewWebhook, receiver: Receiver, time: SetClock, status: int
) -> None:
    """The receiver gets the message twice, by one id, and never a third time: the replay has the say."""
    happens("account.registered")
    before = take_due()
    time.pass_(seconds=1)
    assert replay(webhook.id, deliveries(webhook)[0].id) == 1
    again = take_due()
    assert before is not None
    assert again is not None
    receiver.status, shown = status, deliveries(webhook)
    deliver(before)
    assert deliveries(webhook) == shown
    receiver.status = 200
    deliver(again)
    assert [each.state for each in deliveries(webhook)] == ["delivered"]
    assert len(receiver.got) == 2
    assert len({got.id for got in receiver.got}) == 1


def test_what_was_leased_when_the_webhook_was_disabled_is_sent_no_more(webhook: NewWebhook, receiver: Receiver) -> None:
    happens("account.registered")
    leased = take_due()
    assert leased is not None
    change_webhook(webhook.id, enabled=False)
    deliver(leased)
    assert receiver.got == []
    assert [each.state for each in deliveries(webhook)] == ["given_up"]


def test_what_is_done_is_kept_for_a_time_and_what_waits_until_it_is_done(
    webhook: NewWebhook, receiver: Receiver, time: SetClock
) -> None:
    happens("account.registered")
    assert deliver_due() == 1
    receiver.status = 500
    happens("account.activated")
    assert deliver_due() == 1
    time.pass_(days=30)
    assert purge_deliveries(10) == 0
    time.pass_(seconds=1)
    assert (purge_deliveries(10), purge_deliveries(10)) == (1, 0)
    assert [each.event for each in deliveries(webhook)] == ["account.activated"]
