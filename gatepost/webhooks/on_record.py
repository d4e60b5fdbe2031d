"""Commit a deed on a webhook, with its line on record."""

from typing import NamedTuple

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.caller import Caller, Client
from gatepost.database import db
from gatepost.webhooks.registry import forget_webhooks


class By(NamedTuple):
    """The member of the staff who acts, and from where. An operator has no *caller*."""

    caller: Caller | None = None
    client: Client | None = None


OPERATOR = By()


def put_on_record(event: EventName, webhook_id: str, by: By) -> None:
    """Record a deed on this webhook. The line names the webhook as the actor, if an operator acts; otherwise as what it
    is about."""
    about, actor = (None, webhook_id) if by.caller is None else (webhook_id, by.caller.uuid)
    record(event, user_uuid=about, actor_uuid=actor, client=by.client)


def commit() -> None:
    """Commit, and read the webhooks again at the next event of this process."""
    db.session.commit()
    forget_webhooks()
