"""What the tests of webhooks have in common."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from gatepost.audit.record import record
from gatepost.database import db
from gatepost.webhooks.add_webhook import NewWebhook, add_webhook
from gatepost.webhooks.deliver import deliver, take_due
from gatepost.webhooks.list_deliveries import ListedDelivery, list_deliveries
from tests.webhooks.receiver import Receiver, receiving

ADA, EVE = "a" * 8 + "-0000-4000-8000-000000000000", "e" * 8 + "-0000-4000-8000-000000000000"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """A service that waits a second for a receiver."""
    return make_app(webhook_timeout=timedelta(seconds=1))


@pytest.fixture
def within(app: Flask) -> Iterator[Flask]:
    """The context of the service, for what is not asked by HTTP."""
    with app.app_context():
        yield app


@pytest.fixture
def webhook(within: Flask, receiver: Receiver) -> NewWebhook:
    """A webhook that asks for all events of accounts and log-ins."""
    made = add_webhook(receiver.url, ["account.*", "login.succeeded"])
    assert within
    return made


def happens(event: Any, user: str | None = ADA, **more: Any) -> None:
    """An event, committed."""
    record(event, user_uuid=user, **more)
    db.session.commit()


def deliver_due(most: int = 100) -> int:
    """Deliver what is due, one after the other; how many attempts."""
    db.session.remove()
    for count in range(most):
        leased = take_due()
        if leased is None:
            return count
        deliver(leased)
    return most


def deliveries(webhook: NewWebhook) -> list[ListedDelivery]:
    """The oldest first."""
    return list_deliveries(webhook.id, limit=200).deliveries[::-1]
