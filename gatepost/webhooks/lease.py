"""Leases on due deliveries, so that of several processes and machines one sends a delivery.

A lease moves ``due_at`` on, as in the outbox: if the process dies, another sends the delivery after that time, with the
same id. So each arrives at least once. A delivery waits for all earlier ones of its user to the same webhook.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import aliased

from gatepost import clock
from gatepost.database import read_all, write_alone
from gatepost.settings import settings
from gatepost.webhooks.models import Webhook, WebhookDelivery
from gatepost.webhooks.payload import Told

_BESIDES_SENDING = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Leased:
    """A delivery that this process has leased, *until* then. It was due since *due_at*.

    The lease is known by its end, too: after a replay the next one has the same number of *attempts*.
    """

    delivery: int
    due_at: datetime
    until: datetime
    webhook_id: str
    attempts: int
    told: Told

    @property
    def still_ours(self) -> tuple[ColumnElement[bool], ...]:
        """Conditions on its row that hold until another process leases it, or an operator changes it."""
        row = WebhookDelivery
        return (row.id == self.delivery, row.attempts == self.attempts, row.due_at == self.until)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a delivery goes. The secrets are sealed."""

    url: str
    secret: str
    old_secret: str | None
    old_secret_until: datetime | None
    failing_since: datetime | None


def find_due(most: int, *, but: Collection[str] = ()) -> list[tuple[int, datetime]]:
    """Id and due time of up to *most* due deliveries, the longest waiting first. They are not yet leased.

    None is for the webhooks *but*, or waits for an earlier one of the same user.
    """
    row, earlier = WebhookDelivery, aliased(WebhookDelivery)
    waits = exists().where(
        earlier.webhook_id == row.webhook_id,
        earlier.user_uuid == row.user_uuid,
        earlier.due_at.is_not(None),
        earlier.id < row.id,
    )
    due = (row.due_at <= clock.now(), ~waits, row.webhook_id.not_in(list(but)))
    found = read_all(select(row.id, row.due_at).where(*due).order_by(row.due_at, row.id).limit(most))
    return [(delivery, due_at) for delivery, due_at in found]


def acquire_lease(delivery: int, due_at: datetime) -> Leased | None:
    """Lease the delivery if it is still due since *due_at*; None if another process was first."""
    row = WebhookDelivery
    until = clock.now() + settings.webhook_timeout + _BESIDES_SENDING
    this = (row.id == delivery, row.due_at == due_at)
    if write_alone(update(row).where(*this).values(due_at=until, attempts=row.attempts + 1)) != 1:
        return None
    columns = (row.id, row.webhook_id, row.attempts, row.message_id, row.event, row.at, row.user_uuid, row.actor_uuid)
    for number, webhook_id, attempts, *told in read_all(
        select(*columns).where(row.id == delivery, row.due_at == until)
    ):
        return Leased(number, due_at, until, webhook_id, attempts, Told(*told))
    return None


def find_target(webhook_id: str) -> Target | None:
    """Where deliveries of this webhook go; None if it was removed or disabled."""
    one = (Webhook.id == webhook_id, Webhook.disabled_at.is_(None))
    columns = (Webhook.url, Webhook.secret, Webhook.old_secret, Webhook.old_secret_until, Webhook.failing_since)
    for row in read_all(select(*columns).where(*one)):
        return Target(*row)
    return None
