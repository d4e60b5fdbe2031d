"""The sending threads, with receivers that hang."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

from flask import Flask
from sqlalchemy import update

from gatepost import clock
from gatepost.database import db
from gatepost.serving.webhook_senders import WebhookSenders
from gatepost.webhooks.add_webhook import add_webhook
from gatepost.webhooks.models import Webhook
from gatepost.webhooks.registry import forget_webhooks
from tests.webhooks.conftest import ADA, EVE, happens
from tests.webhooks.receiver import Receiver, receiving


def test_receivers_that_fail_and_hang_leave_half_of_the_threads_to_the_others(
    make_app: Callable[..., Flask], receiver: Receiver
) -> None:
    app = make_app(webhook_timeout=timedelta(seconds=25))
    arrived = threading.Event()

    def note() -> Iterator[bytes]:
        arrived.set()
        yield b""

    with app.app_context(), receiving() as hanging:
        hanging.hang, receiver.status, receiver.text = threading.Event(), 200, note
        for _ in range(4):
            add_webhook(hanging.url, ["account.registered"])
        db.session.execute(update(Webhook).values(failing_since=clock.now()))
        db.session.commit()
        for user in (ADA, EVE):
            happens("account.registered", user)
        add_webhook(receiver.url, ["account.deleted"])
        forget_webhooks()
        happens("account.deleted", ADA)
        senders = WebhookSenders(app)
        senders.start()
        try:
            assert arrived.wait(timeout=15)
            assert len(hanging.got) <= 3
        finally:
            hanging.hang.set()
            senders.stop()
