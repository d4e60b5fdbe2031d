"""Events arrive at a receiver, signed so that the verifier of Standard Webhooks takes them."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from standardwebhooks import Webhook as Verifier

from gatepost import clock
from gatepost.database import db
from gatepost.webhooks.add_webhook import NewWebhook, add_webhook
from gatepost.webhooks.deliver import deliver, take_due
from gatepost.webhooks.models import WebhookDelivery
from gatepost.webhooks.note_result import PAUSES
from gatepost.webhooks.put_deliveries import put_deliveries
from tests.support.people import People
from tests.support.time import SetClock
from tests.webhooks.conftest import ADA, EVE, deliver_due, deliveries, happens
from tests.webhooks.receiver import Receiver

pytestmark = pytest.mark.every_engine


def test_an_event_arrives_signed_and_says_whom_it_is_about(within: Flask, receiver: Receiver) -> None:
    webhook = add_webhook(receiver.url, ["account.*", "login.succeeded"])
    person = People(within.test_client()).join("ada")
    assert deliver_due() == 3
    assert receiver.types == ["account.registered", "account.activated", "login.succeeded"]
    for got in receiver.got:
        told = Verifier(webhook.secret).verify(got.body, got.headers)
        assert told["data"] == {"id": got.id, "user": person.uuid, "actor": told["data"]["actor"]}
        assert told["data"]["actor"] in (None, person.uuid)
        assert abs(clock.now().timestamp() - clock.now().fromisoformat(told["timestamp"]).timestamp()) < 60
        assert person.mobile not in got.body.decode()
    assert [each.state for each in deliveries(webhook)] == ["delivered"] * 3


def test_only_what_was_asked_for_and_committed_is_told(webhook: NewWebhook, receiver: Receiver) -> None:
    everything = add_webhook(receiver.url, ["*"])
    happens("password.changed")
    happens("unknown.login_failed", None)
    put_deliveries("account.deleted", ADA, None)
    db.session.rollback()
    assert deliver_due() == 1
    assert deliveries(webhook) == []
    assert [each.event for each in deliveries(everything)] == ["password.changed"]


def test_a_failure_is_tried_again_with_the_same_id_and_body_until_it_is_given_up(
    webhook: NewWebhook, receiver: Receiver, time: SetClock
) -> None:
    receiver.status = 503
    happens("account.registered")
    for attempt, pause in enumerate(PAUSES, 1):
        assert deliver_due() == 1
        (row,) = deliveries(webhook)
        assert (row.state, row.attempts, row.status_code) == ("waiting", attempt, 503)
        assert row.next_at is not None
        assert pause <= row.next_at - clock.now() <= pause * 1.2
        time.pass_(seconds=pause.total_seconds() * 1.2)
    assert (deliver_due(), deliver_due()) == (1, 0)
    (row,) = deliveries(webhook)
    assert (row.state, row.attempts, row.reason) == ("given_up", len(PAUSES) + 1, "it answered 503")
    assert len(receiver.got) == len(PAUSES) + 1
    assert len({(got.id, got.body) for got in receiver.got}) == 1


def test_events_of_a_user_keep_their_order_and_delay_no_other_user(
    webhook: NewWebhook, receiver: Receiver, time: SetClock
) -> None:
    receiver.status = 500
    happens("account.registered", ADA)
    happens("account.activated", ADA)
    assert deliver_due() == 1
    receiver.status = 200
    happens("account.registered", EVE)
    happens("account.activated", EVE)
    assert deliver_due() == 2
    assert [(got.user, got.type) for got in receiver.got[1:]] == [
        (EVE, "account.registered"),
        (EVE, "account.activated"),
    ]
    time.pass_(seconds=7)
    assert deliver_due() == 2
    assert [got.type for got in receiver.got[3:]] == ["account.registered", "account.activated"]
    assert [each.state for each in deliveries(webhook)] == ["delivered"] * 4


def test_one_that_is_given_up_delays_its_user_no_longer(
    webhook: NewWebhook, receiver: Receiver, time: SetClock
) -> None:
    receiver.status = 500
    happens("account.registered")
    happens("account.activated")
    for pause in PAUSES:
        assert deliver_due() == 1
        time.pass_(seconds=pause.total_seconds() * 1.2)
    receiver.text = b"no"
    assert deliver_due() == 2
    assert receiver.types[-2:] == ["account.registered", "account.activated"]
    assert [each.state for each in deliveries(webhook)] == ["given_up", "waiting"]


def test_a_worker_that_dies_after_sending_makes_another_send_again_with_the_same_id(
    webhook: NewWebhook, receiver: Receiver, time: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens("account.registered")

    class Killed(BaseException):
        """As a process is that ends here."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    leased = take_due()
    assert leased is not None
    with monkeypatch.context() as patched:
        patched.setattr("gatepost.webhooks.deliver.note_delivered", die)
        with pytest.raises(Killed):
            deliver(leased)
    assert (len(receiver.got), take_due()) == (1, None)
    time.pass_(seconds=6)
    assert deliver_due() == 1
    assert receiver.got[0].id == receiver.got[1].id
    (row,) = deliveries(webhook)
    assert (row.state, row.attempts) == ("delivered", 2)


def test_a_result_that_comes_after_the_lease_changes_nothing(
    webhook: NewWebhook, receiver: Receiver, time: SetClock
) -> None:
    happens("account.registered")
    slow = take_due()
    assert slow is not None
    time.pass_(seconds=6)
    assert take_due() is not None
    deliver(slow)
    (row,) = deliveries(webhook)
    assert (row.state, row.attempts, len(receiver.got)) == ("waiting", 2, 1)


def test_what_was_put_for_a_removed_webhook_is_given_up(webhook: NewWebhook, receiver: Receiver) -> None:
    happens("account.registered")
    db.session.execute(update(WebhookDelivery).values(webhook_id="f" * 32))
    db.session.commit()
    assert (deliver_due(), receiver.got) == (1, [])
    (found,) = db.session.scalars(select(WebhookDelivery)).all()
    assert (found.given_up_at is not None, found.due_at) == (True, None)
    assert deliveries(webhook) == []
    db.session.rollback()
