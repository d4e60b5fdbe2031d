"""The part of the registry about webhooks: each event, and what it means. Users are not shown them."""

from typing import Literal

WebhookEventName = Literal[
    "webhook.added",
    "webhook.changed",
    "webhook.secret_rotated",
    "webhook.disabled",
    "webhook.enabled",
    "webhook.removed",
    "webhook.replayed",
]

WEBHOOK_EVENTS: dict[WebhookEventName, str] = {
    "webhook.added": "A webhook was registered: a server that is told of events.",
    "webhook.changed": "The address, the events or the description of a webhook were changed.",
    "webhook.secret_rotated": "A webhook got a new secret.",
    "webhook.disabled": "A webhook was disabled: by hand, because it answered 410, or because it had failed for days.",
    "webhook.enabled": "A disabled webhook was enabled again.",
    "webhook.removed": "A webhook was removed, and its deliveries with it.",
    "webhook.replayed": "Deliveries of a webhook were asked for again.",
}
