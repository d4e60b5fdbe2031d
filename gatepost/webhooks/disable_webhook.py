"""Disable a webhook: by hand, because it answered 410, or because it has failed for days."""

from typing import Literal

import structlog
from sqlalchemy import update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.database import db, write
from gatepost.metrics import METRICS
from gatepost.webhooks.models import Webhook, WebhookDelivery
from gatepost.webhooks.registry import forget_webhooks

Because = Literal["by_hand", "gone", "failing"]
_WORDS: dict[Because, str] = {
    "by_hand": "",
    "gone": "it answered 410",
    "failing": "it failed for longer than GATEPOST_WEBHOOK_DISABLE_AFTER",
}

log = structlog.get_logger("gatepost.webhooks")


def disable(webhook_id: str, because: Because, *, url: str | None = None) -> bool:
    """Disable it in the present transaction, and give up what waits for it; False if it was not enabled.

    With a *url* only if it still has this one.
    """
    one = [Webhook.id == webhook_id, Webhook.disabled_at.is_(None)]
    if url is not None:
        one.append(Webhook.url == url)
    now = clock.now()
    if write(update(Webhook).where(*one).values(disabled_at=now, disabled_because=because)) != 1:
        return False
    waiting = (WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.due_at.is_not(None))
    given_up = {"due_at": None, "given_up_at": now, "reason": "the webhook was disabled"}
    write(update(WebhookDelivery).where(*waiting).values(**given_up))
    return True


def stop_webhook(webhook_id: str, because: Because, *, url: str | None = None) -> None:
    """Disable it because of its answers (those of this *url*), on record. Of several processes one does. Commits."""
    if not disable(webhook_id, because, url=url):
        db.session.rollback()
        return
    record("webhook.disabled", user_uuid=None, actor_uuid=webhook_id, reason=_WORDS[because])
    db.session.commit()
    forget_webhooks()
    METRICS.webhook_disabled(because)
    log.error("webhook.disabled", webhook=webhook_id, because=because, advice="gatepost webhooks show")
