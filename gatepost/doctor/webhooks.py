"""Examination of the webhooks."""

from collections.abc import Iterator
from datetime import timedelta

from gatepost import clock
from gatepost.doctor.finding import Finding
from gatepost.webhooks.list_webhooks import list_webhooks

_LONG = timedelta(hours=1)


def examine_webhooks() -> Iterator[Finding]:
    """The webhooks that fail, or were disabled because of their answers. They stop no start."""
    for webhook in list_webhooks():
        remedy = f"See: gatepost webhooks deliveries {webhook.id}. Correct the receiver, then enable it and replay."
        if webhook.disabled_because in ("gone", "failing"):
            told = "it answered 410" if webhook.disabled_because == "gone" else "it failed for days"
            yield Finding(f"Webhook {webhook.id}", f"it is disabled: {told}.", remedy, grave=False)
        elif webhook.disabled_at is None and webhook.failing_since and clock.now() - webhook.failing_since > _LONG:
            yield Finding(f"Webhook {webhook.id}", "it has accepted nothing for an hour.", remedy, grave=False)
