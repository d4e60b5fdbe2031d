"""Secrets: shown once, sealed at rest, and rotated while both sign."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import text
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from gatepost.database import db
from gatepost.errors import TwoSecrets, WebhookNotFound
from gatepost.signed_requests import sign
from gatepost.webhooks.add_webhook import NewWebhook
from gatepost.webhooks.list_webhooks import get_webhook
from gatepost.webhooks.rotate_secret import rotate_secret
from tests.serving.wire import at_once
from tests.support.time import SetClock
from tests.webhooks.conftest import deliver_due, happens
from tests.webhooks.receiver import Got, Receiver


def verifies(secret: str, got: Got) -> bool:
    try:
        Verifier(secret).verify(got.body, got.headers)
    except WebhookVerificationError:
        return False
    return True


def delivered(receiver: Receiver) -> Got:
    happens("account.registered")
    assert deliver_due() == 1
    return receiver.got[-1]


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of its reference implementations."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    made = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    with pytest.raises(ValueError):  # noqa: PT011  of whichever decoder
        sign("whsec_?", "a", 0, b"")


@pytest.mark.every_engine
def test_both_secrets_sign_for_a_day_after_a_rotation(webhook: NewWebhook, receiver: Receiver, time: SetClock) -> None:
    new = rotate_secret(webhook.id)
    both = delivered(receiver)
    assert both.headers["webhook-signature"].count(" ") == 1
    assert [verifies(each, both) for each in (webhook.secret, new)] == [True, True]
    assert get_webhook(webhook.id).two_secrets
    with pytest.raises(TwoSecrets):
        rotate_secret(webhook.id)
    db.session.rollback()
    time.pass_(days=1)
    assert not get_webhook(webhook.id).two_secrets
    happens("account.registered")
    assert deliver_due() == 1
    assert " " not in receiver.got[-1].headers["webhook-signature"]
    assert rotate_secret(webhook.id) not in (new, webhook.secret)


@pytest.mark.every_engine
def test_a_rotation_that_ends_old_secrets_leaves_one(webhook: NewWebhook, receiver: Receiver) -> None:
    second = rotate_secret(webhook.id)
    third = rotate_secret(webhook.id, end_old=True)
    got = delivered(receiver)
    assert [verifies(each, got) for each in (webhook.secret, second, third)] == [False, False, True]
    with pytest.raises(WebhookNotFound):
        rotate_secret("f" * 32)


@pytest.mark.every_engine
def test_of_many_rotations_at_once_one_is_made(within: Flask, webhook: NewWebhook, receiver: Receiver) -> None:
    def rotate() -> str:
        with within.app_context():
            try:
                return rotate_secret(webhook.id)
            except TwoSecrets:
                return ""

    made = [each for each in at_once([partial(rotate)] * 4) if each]
    assert len(made) == 1
    assert [verifies(each, delivered(receiver)) for each in (webhook.secret, *made)] == [True, True]


@pytest.mark.asvs("13.3.1")
def test_no_secret_can_be_read_in_the_table(within: Flask, webhook: NewWebhook) -> None:
    stored = str(db.session.execute(text("SELECT * FROM webhooks")).all())
    db.session.rollback()
    assert within
    assert webhook.id in stored
    assert webhook.secret.removeprefix("whsec_") not in stored
