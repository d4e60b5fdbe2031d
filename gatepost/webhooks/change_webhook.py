"""Change a webhook; enable, disable and remove it. Every process knows of it within two seconds."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update

from gatepost.database import db, write
from gatepost.errors import WebhookNotFound
from gatepost.webhooks.add_webhook import check_description
from gatepost.webhooks.addresses import check_url
from gatepost.webhooks.disable_webhook import disable
from gatepost.webhooks.event_types import check_patterns
from gatepost.webhooks.list_webhooks import get_webhook
from gatepost.webhooks.models import Webhook, WebhookDelivery
from gatepost.webhooks.on_record import OPERATOR, By, commit, put_on_record


def change_webhook(
    webhook_id: str,
    *,
    url: str | None = None,
    events: Sequence[str] | None = None,
    description: str | None = None,
    enabled: bool | None = None,
    by: By = OPERATOR,
) -> None:
    """Change what is given, in one transaction; None leaves it. Raises InvalidInput, WebhookNotFound.

    A disabled one gets nothing more: what waits for it is given up, and can be replayed. An enabled one is told of
    events from now on.
    """
    values: dict[str, Any] = {}
    if url is not None:
        values["url"] = check_url(url)
    if events is not None:
        values["events"] = check_patterns(events)
    if description is not None:
        values["description"] = check_description(description)
    before = get_webhook(webhook_id)
    if values.get("url", before.url) != before.url:
        values["failing_since"] = None  # the failures were those of another server
    if values:
        if write(update(Webhook).where(Webhook.id == webhook_id).values(**values)) != 1:
            db.session.rollback()
            raise WebhookNotFound
        put_on_record("webhook.changed", webhook_id, by)
    if enabled is True and _enable(webhook_id):
        put_on_record("webhook.enabled", webhook_id, by)
    elif enabled is False and disable(webhook_id, "by_hand"):
        put_on_record("webhook.disabled", webhook_id, by)
    commit()


def _enable(webhook_id: str) -> bool:
    disabled = (Webhook.id == webhook_id, Webhook.disabled_at.is_not(None))
    values = {"disabled_at": None, "disabled_because": None, "failing_since": None}
    return write(update(Webhook).where(*disabled).values(**values)) == 1


def remove_webhook(webhook_id: str, *, by: By = OPERATOR) -> None:
    """Remove it with its deliveries. Raises WebhookNotFound."""
    if write(delete(Webhook).where(Webhook.id == webhook_id)) != 1:
        db.session.rollback()
        raise WebhookNotFound
    write(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id))
    put_on_record("webhook.removed", webhook_id, by)
    commit()
