"""/admin/webhooks"""

from typing import Annotated

from pydantic import Field, StringConstraints

from gatepost.api import NOT_NULL, Answer, Body, Query, Room, client, link_to_next, permits
from gatepost.caller import Caller
from gatepost.errors import DeliveryNotFound, TwoSecrets, WebhookDisabled, WebhookNotFound
from gatepost.users.answers import StatusAnswer
from gatepost.users.schemas import never_null
from gatepost.webhooks.add_webhook import add_webhook
from gatepost.webhooks.answers import (
    DeliveriesAnswer,
    NewWebhookAnswer,
    ReplayedAnswer,
    WebhookAnswer,
    WebhooksAnswer,
    show_delivery,
    show_webhook,
)
from gatepost.webhooks.change_webhook import change_webhook, remove_webhook
from gatepost.webhooks.list_deliveries import list_deliveries
from gatepost.webhooks.list_webhooks import get_webhook, list_webhooks
from gatepost.webhooks.models import DESCRIPTION_MAX, URL_MAX
from gatepost.webhooks.on_record import By
from gatepost.webhooks.replay import replay
from gatepost.webhooks.rotate_secret import rotate_secret

room = Room("webhooks")

Url = Annotated[str, StringConstraints(min_length=1, max_length=URL_MAX, pattern=r"^[!-~]*$")]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[a-z_.*]*$")]
Description = Annotated[
    str, StringConstraints(min_length=1, max_length=DESCRIPTION_MAX, pattern=r"^[^\x00-\x1f\x7f]*$")
]
MessageId = Annotated[str, StringConstraints(pattern=r"^msg_[0-9a-f]{32}$")]
_EVENTS = "names of events, or prefixes such as `account.*`; `*` is all: docs/webhooks.md"


class NewHook(Body):
    """Where a webhook is, and what it is told."""

    url: Url = Field(examples=["https://app.example/webhooks"])
    events: list[Pattern] = Field(min_length=1, max_length=50, description=_EVENTS)
    description: Annotated[Description | None, NOT_NULL] = Field(None, json_schema_extra=never_null({}))


class HookChange(Body):
    """The values that change; the rest stays."""

    url: Annotated[Url | None, NOT_NULL] = Field(None, json_schema_extra=never_null({}))
    events: Annotated[list[Pattern] | None, NOT_NULL] = Field(
        None, min_length=1, max_length=50, description=_EVENTS, json_schema_extra=never_null({})
    )
    description: Annotated[Description | None, NOT_NULL] = Field(None, json_schema_extra=never_null({}))
    enabled: Annotated[bool | None, NOT_NULL] = Field(None, json_schema_extra=never_null({}))


class Rotation(Body):
    """Whether older secrets end at once."""

    end_old: bool = Field(False, description="only the new secret signs; otherwise both do for a time")


class Again(Body):
    """Which delivery; without it all that were given up."""

    message_id: Annotated[MessageId | None, NOT_NULL] = Field(
        None, description="id of a delivery", json_schema_extra=never_null({})
    )


class Listing(Query):
    """Which part of the deliveries."""

    limit: int = Field(50, ge=1, le=200, description="deliveries a page")
    cursor: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        None, description="from the header Link of the page before"
    )


@room.post(
    "/admin/webhooks",
    access=permits("webhooks:write", recent=True),
    limit="60/minute",
    body=NewHook,
    answer=NewWebhookAnswer,
    status=201,
)
def post_webhook(body: NewHook, caller: Caller) -> NewWebhookAnswer:
    """Register a webhook: a server that is told of these events from now on.

    The answer shows its secret, this once.
    """
    made = add_webhook(body.url, body.events, description=body.description or "", by=By(caller, client()))
    shown = show_webhook(get_webhook(made.id))
    return {"data": {**shown, "secret": made.secret}, "message": "The webhook was registered.", "status": 201}


@room.get(
    "/admin/webhooks",
    access=permits("webhooks:read").or_token("webhooks:read"),
    limit="120/minute",
    answer=WebhooksAnswer,
)
def get_webhooks() -> WebhooksAnswer:
    """List the webhooks, the oldest first."""
    return {"data": [show_webhook(each) for each in list_webhooks()], "message": "Success!", "status": 200}


@room.get(
    "/admin/webhooks/<id:webhook_id>",
    access=permits("webhooks:read").or_token("webhooks:read"),
    limit="120/minute",
    answer=WebhookAnswer,
    refuses=(WebhookNotFound,),
)
def get_one_webhook(webhook_id: str) -> WebhookAnswer:
    """Get a webhook."""
    return _answer(webhook_id)


@room.patch(
    "/admin/webhooks/<id:webhook_id>",
    access=permits("webhooks:write", recent=True),
    limit="60/minute",
    body=HookChange,
    answer=WebhookAnswer,
    refuses=(WebhookNotFound,),
)
def patch_webhook(webhook_id: str, body: HookChange, caller: Caller) -> WebhookAnswer:
    """Change a webhook, enable it or disable it.

    Deliveries that wait when it is disabled are given up, and can be replayed.
    """
    by = By(caller, client())
    change_webhook(
        webhook_id, url=body.url, events=body.events, description=body.description, enabled=body.enabled, by=by
    )
    return _answer(webhook_id)


@room.delete(
    "/admin/webhooks/<id:webhook_id>",
    access=permits("webhooks:write", recent=True),
    limit="60/minute",
    answer=StatusAnswer,
    refuses=(WebhookNotFound,),
)
def delete_webhook(webhook_id: str, caller: Caller) -> StatusAnswer:
    """Remove a webhook with its deliveries."""
    remove_webhook(webhook_id, by=By(caller, client()))
    return {"message": "The webhook was removed.", "status": 200}


@room.post(
    "/admin/webhooks/<id:webhook_id>/rotate-secret",
    access=permits("webhooks:write", recent=True),
    limit="60/minute",
    body=Rotation,
    answer=NewWebhookAnswer,
    refuses=(WebhookNotFound, TwoSecrets),
)
def rotate_secret_of_webhook(webhook_id: str, body: Rotation, caller: Caller) -> NewWebhookAnswer:
    """Give a webhook a new secret, which the answer shows this once.

    The old one signs, too, for GATEPOST_WEBHOOK_OLD_SECRET, unless `end_old` is true.
    """
    secret = rotate_secret(webhook_id, end_old=body.end_old, by=By(caller, client()))
    shown = show_webhook(get_webhook(webhook_id))
    return {"data": {**shown, "secret": secret}, "message": "The webhook has a new secret.", "status": 200}


@room.get(
    "/admin/webhooks/<id:webhook_id>/deliveries",
    access=permits("webhooks:read").or_token("webhooks:read"),
    limit="120/minute",
    query=Listing,
    answer=DeliveriesAnswer,
    refuses=(WebhookNotFound,),
)
def get_deliveries(webhook_id: str, query: Listing) -> Answer:
    """List what was delivered to a webhook, and what waits, the newest events first.

    The next page is in the header `Link`, with `rel="next"`.
    """
    page = list_deliveries(webhook_id, limit=query.limit, cursor=query.cursor)
    path, asked = f"/admin/webhooks/{webhook_id}/deliveries", {"limit": query.limit}
    body = {"data": [show_delivery(each) for each in page.deliveries], "message": "Success!", "status": 200}
    return Answer(body, link_to_next(path, asked, page.next_cursor))


@room.post(
    "/admin/webhooks/<id:webhook_id>/replay",
    access=permits("webhooks:write", recent=True),
    limit="60/minute",
    body=Again,
    answer=ReplayedAnswer,
    refuses=(WebhookNotFound, WebhookDisabled, DeliveryNotFound),
)
def replay_deliveries(webhook_id: str, body: Again, caller: Caller) -> ReplayedAnswer:
    """Deliver again: the delivery of this id, or all that were given up.

    The receiver sees the id of the first time.
    """
    count = replay(webhook_id, body.message_id, by=By(caller, client()))
    return {"data": {"replayed": count}, "message": "They will be delivered again.", "status": 200}


def _answer(webhook_id: str) -> WebhookAnswer:
    return {"data": show_webhook(get_webhook(webhook_id)), "message": "Success!", "status": 200}
