"""Write down what is to be delivered, in the transaction of the event."""

import threading

from sqlalchemy import insert

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.audit.record import listen
from gatepost.crypto import random_hex
from gatepost.database import write
from gatepost.webhooks.models import WebhookDelivery
from gatepost.webhooks.registry import webhooks_for

NEW_DELIVERY = threading.Event()
"""Set when this process adds a delivery, which may be just before the commit."""

_ID_BYTES = 16


def put_deliveries(event: EventName, user_uuid: str | None, actor_uuid: str | None) -> None:
    """Add a delivery for each webhook that asks for this *event*: one statement, or none if no webhook does."""
    webhooks = webhooks_for(event)
    if not webhooks:
        return
    now = clock.now()
    told = {
        "message_id": f"msg_{random_hex(_ID_BYTES)}",
        "event": event,
        "at": now,
        "user_uuid": user_uuid,
        "actor_uuid": actor_uuid,
        "due_at": now,
        "attempts": 0,
    }
    write(insert(WebhookDelivery).values([{"webhook_id": webhook_id, **told} for webhook_id in webhooks]))
    NEW_DELIVERY.set()


listen(put_deliveries)
