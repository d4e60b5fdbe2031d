"""Write down what happened, in the transaction that makes it happen."""

from sqlalchemy import insert

from gatepost.audit.details import seal_details
from gatepost.audit.events import EventName
from gatepost.audit.models import AuditEvent
from gatepost.caller import Client
from gatepost.database import write

_LINE = insert(AuditEvent)


def record(
    event: EventName, *, user_uuid: str | None, actor_uuid: str | None = None, client: Client | None = None
) -> None:
    """Add a line about this user to the audit record.

    *client* is the sender of the request, if that says something about the person who acted.
    """
    details, digested = seal_details(client) if client is not None else (None, None)
    write(
        _LINE,
        {
            "event": event,
            "user_uuid": user_uuid,
            "actor_uuid": actor_uuid,
            "details": details,
            "details_digest": digested,
        },
    )
