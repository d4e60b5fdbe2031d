"""The registered webhooks, without their secrets."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from gatepost import clock
from gatepost.database import read_all
from gatepost.errors import WebhookNotFound
from gatepost.webhooks.models import Webhook


class ListedWebhook(NamedTuple):
    """A webhook. *two_secrets* while an old one signs, too."""

    id: str
    url: str
    events: list[str]
    description: str
    created_at: datetime
    disabled_at: datetime | None
    disabled_because: str | None
    failing_since: datetime | None
    two_secrets: bool


def list_webhooks() -> list[ListedWebhook]:
    """All webhooks, the oldest first."""
    return _read(None)


def get_webhook(webhook_id: str) -> ListedWebhook:
    """The webhook with this id. Raises WebhookNotFound."""
    for webhook in _read(webhook_id):
        return webhook
    raise WebhookNotFound


def _read(webhook_id: str | None) -> list[ListedWebhook]:
    columns = (Webhook.id, Webhook.url, Webhook.events, Webhook.description, Webhook.created_at)
    states = (Webhook.disabled_at, Webhook.disabled_because, Webhook.failing_since)
    asked = select(*columns, *states, Webhook.old_secret_until).order_by(Webhook.created_at, Webhook.id)
    if webhook_id is not None:
        asked = asked.where(Webhook.id == webhook_id)
    return [_show(row) for row in read_all(asked)]


def _show(row: Any) -> ListedWebhook:
    two_secrets = row.old_secret_until is not None and row.old_secret_until > clock.now()
    states = (row.disabled_at, row.disabled_because, row.failing_since)
    return ListedWebhook(
        row.id, row.url, row.events.split(), row.description, row.created_at, *states, two_secrets=two_secrets
    )
