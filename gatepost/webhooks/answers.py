"""How webhooks and their deliveries are shown."""

from datetime import datetime

from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from gatepost.sessions.answers import Moment
from gatepost.webhooks.list_deliveries import ListedDelivery, State
from gatepost.webhooks.list_webhooks import ListedWebhook


class WebhookData(TypedDict):
    """A webhook without its secret. *disabled_because*: `by_hand`, `gone` or `failing`."""

    id: str
    url: str
    events: list[str]
    description: str
    enabled: bool
    disabled_because: str | None
    failing_since: Moment | None
    two_secrets: bool
    created_at: Moment


class NewWebhookData(WebhookData):
    """A webhook that was just registered, or whose secret is new: the only time that the secret is shown."""

    secret: str


class WebhookAnswer(TypedDict):
    """One webhook."""

    data: WebhookData
    message: str
    status: int


class NewWebhookAnswer(TypedDict):
    """One webhook, and its secret."""

    data: NewWebhookData
    message: str
    status: int


class WebhooksAnswer(TypedDict):
    """All webhooks."""

    data: list[WebhookData]
    message: str
    status: int


class DeliveryData(TypedDict):
    """A delivery. Status code, reason and excerpt (text of others, at most 1 KiB) are of the last attempt."""

    id: str
    event: str
    at: Moment
    user: str | None
    state: State
    attempts: int
    next_attempt_at: Moment | None
    status_code: int | None
    reason: str | None
    excerpt: str | None


class DeliveriesAnswer(TypedDict):
    """Deliveries of a webhook."""

    data: list[DeliveryData]
    message: str
    status: int


class Replayed(TypedDict):
    """How many deliveries will be tried again."""

    replayed: int


class ReplayedAnswer(TypedDict):
    """How many deliveries will be tried again, and in words."""

    data: Replayed
    message: str
    status: int


def show_webhook(webhook: ListedWebhook) -> WebhookData:
    """The facts of *webhook*, times in RFC 3339."""
    return {
        "id": webhook.id,
        "url": webhook.url,
        "events": webhook.events,
        "description": webhook.description,
        "enabled": webhook.disabled_at is None,
        "disabled_because": webhook.disabled_because,
        "failing_since": _moment(webhook.failing_since),
        "two_secrets": webhook.two_secrets,
        "created_at": _rfc3339(webhook.created_at),
    }


def show_delivery(delivery: ListedDelivery) -> DeliveryData:
    """The facts of *delivery*, times in RFC 3339."""
    return {
        "id": delivery.id,
        "event": delivery.event,
        "at": _rfc3339(delivery.at),
        "user": delivery.user,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_attempt_at": _moment(delivery.next_at),
        "status_code": delivery.status_code,
        "reason": delivery.reason,
        "excerpt": delivery.excerpt,
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else _rfc3339(at)


def _rfc3339(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
