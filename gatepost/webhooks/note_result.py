"""The outcome of a delivery, noted as long as its lease holds."""

from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, exists, or_, select, update

from gatepost import clock
from gatepost.crypto import random_share
from gatepost.database import read_all, write_alone
from gatepost.metrics import METRICS
from gatepost.settings import settings
from gatepost.webhooks.disable_webhook import stop_webhook
from gatepost.webhooks.lease import Leased
from gatepost.webhooks.models import REASON_MAX, Webhook, WebhookDelivery
from gatepost.webhooks.send import Answer

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""From an attempt to the next one (Standard Webhooks), three days in all; up to a fifth is added by chance."""

_JITTER = 0.2
_QUIET = timedelta(days=1)

log = structlog.get_logger("gatepost.webhooks")


def note_delivered(leased: Leased, answer: Answer, *, failing: bool) -> None:
    """The webhook has accepted it. *failing*: it had not accepted others before."""
    row = WebhookDelivery
    values = {"delivered_at": clock.now(), "due_at": None, "given_up_at": None, "reason": None, **_told(answer)}
    write_alone(update(row).where(*leased.still_ours).values(**values))
    if failing:
        write_alone(update(Webhook).where(Webhook.id == leased.webhook_id).values(failing_since=None))
    _count("done", leased)


def note_failed(leased: Leased, reason: str, answer: Answer | None = None) -> None:
    """It was not accepted. Try again later, or give it up after the last attempt; disable what has failed for days."""
    if leased.attempts > len(PAUSES):
        give_up(leased, reason, answer)
    else:
        pause: timedelta = PAUSES[leased.attempts - 1] * (1 + _JITTER * random_share())
        _note(leased, reason, answer, due_at=clock.now() + pause)
        _count("failed", leased, reason=reason)
    one = Webhook.id == leased.webhook_id
    write_alone(update(Webhook).where(one, _begins_to_fail(leased)).values(failing_since=clock.now()))
    for (since,) in read_all(select(Webhook.failing_since).where(one)):
        if since is not None and clock.now() - since >= settings.webhook_disable_after:
            stop_webhook(leased.webhook_id, "failing")


def _begins_to_fail(leased: Leased) -> ColumnElement[bool]:
    """Whether the webhook had not failed before; or, if it had, nothing was sent to it for a day.

    So two failures with a quiet week between are two beginnings, and it takes attempts on each day to be disabled.
    """
    begins, row, quiet_since = Webhook.failing_since.is_(None), WebhookDelivery, clock.now() - _QUIET
    if leased.attempts > 1 and leased.due_at > quiet_since:
        return begins
    others = (row.webhook_id == leased.webhook_id, row.id != leased.delivery, row.attempts > 0)
    tried = or_(
        exists().where(*others, row.due_at > quiet_since), exists().where(*others, row.given_up_at > quiet_since)
    )
    return or_(begins, and_(Webhook.failing_since < quiet_since, ~tried))


def note_gone(leased: Leased, answer: Answer, *, url: str) -> None:
    """The webhook answered 410: it is disabled, and nothing more is sent to it, unless it has another *url* by now."""
    give_up(leased, "it answered 410", answer)
    stop_webhook(leased.webhook_id, "gone", url=url)


def give_up(leased: Leased, reason: str, answer: Answer | None = None) -> None:
    """Send it no more, unless it is replayed."""
    _note(leased, reason, answer, due_at=None, given_up_at=clock.now())
    _count("given_up", leased, reason=reason)


def _note(leased: Leased, reason: str, answer: Answer | None, **values: Any) -> None:
    noted = {**values, **_told(answer), "reason": reason[:REASON_MAX]}
    write_alone(update(WebhookDelivery).where(*leased.still_ours).values(**noted))


def _told(answer: Answer | None) -> dict[str, Any]:
    status, excerpt = (None, None) if answer is None else answer
    return {"status_code": status, "excerpt": excerpt}


def _count(outcome: str, leased: Leased, **more: str) -> None:
    METRICS.webhook(outcome)
    level = log.info if outcome == "done" else log.warning
    names = {"id": leased.told.id, "webhook": leased.webhook_id, "event_type": leased.told.event}
    level(f"webhook.{outcome}", **names, attempt=leased.attempts, **more)
