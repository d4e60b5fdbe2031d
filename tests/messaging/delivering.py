"""What the tests of the outbox have in common: a service that sends, and its table."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from gatepost.app import OUTBOX
from gatepost.database import db
from gatepost.messaging.put_message import put_message
from gatepost.outbox.deliver import deliver_due
from gatepost.outbox.models import Outbox
from tests.support.mail import MailServer

ADA = "ada@example.org"
LEASE = timedelta(seconds=8)


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def app(make_app: Callable[..., Flask], mail: MailServer) -> Flask:
    """A service that sends e-mail, and forgets what it has sent."""
    mail.behave("deliver")
    mail.messages.clear()
    more = {"mail_from": "accounts@example.org", "sender_timeout": timedelta(seconds=1), "dev_inbox": False}
    return make_app(smtp_url=mail.url, outbox_attempts=4, **more)


def write_to(*addresses: str, lifetime: timedelta = timedelta(days=1)) -> None:
    for address in addresses:
        values = {"username": "ada", "at": "now"}
        put_message(
            "password_changed",
            channel="email",
            to=address,
            locale="en",
            values=values,
            user_uuid=None,
            lifetime=lifetime,
        )
    db.session.commit()


def deliver(channel: str = "email") -> int:
    db.session.remove()
    return deliver_due(next(kind for kind in OUTBOX if kind.name == channel))


def rows() -> list[Any]:
    db.session.rollback()
    found = list(db.session.scalars(select(Outbox).order_by(Outbox.created_at)))
    db.session.expunge_all()
    db.session.rollback()
    return found
