"""Deliver again: one delivery, or all that were given up. The receiver sees the same id."""

from sqlalchemy import select, update

from gatepost import clock
from gatepost.database import db, write
from gatepost.errors import DeliveryNotFound, WebhookDisabled
from gatepost.webhooks.list_webhooks import get_webhook
from gatepost.webhooks.models import Webhook, WebhookDelivery
from gatepost.webhooks.on_record import OPERATOR, By, commit, put_on_record
from gatepost.webhooks.put_deliveries import NEW_DELIVERY

_AGAIN = {"attempts": 0, "delivered_at": None, "given_up_at": None}


def replay(webhook_id: str, message_id: str | None = None, *, by: By = OPERATOR) -> int:
    """Deliver this message again, or all that were given up; how many. One that still waits is tried at once.

    Raises WebhookNotFound, WebhookDisabled, DeliveryNotFound.
    """
    get_webhook(webhook_id)
    row = WebhookDelivery
    which = [row.webhook_id == webhook_id]
    which.append(row.given_up_at.is_not(None) if message_id is None else row.message_id == message_id)
    enabled = select(Webhook.id).where(Webhook.id == webhook_id, Webhook.disabled_at.is_(None)).with_for_update()
    if db.session.connection().execute(enabled).first() is None:  # locked: what is due is not disabled meanwhile
        db.session.rollback()
        raise WebhookDisabled
    count = write(update(row).where(*which).values(**_AGAIN, due_at=clock.now()))
    if count == 0 and message_id is not None:
        db.session.rollback()
        raise DeliveryNotFound
    put_on_record("webhook.replayed", webhook_id, by)
    commit()
    NEW_DELIVERY.set()
    return count
