"""Write down what happened, in the transaction that makes it happen."""

from sqlalchemy import insert

from gatepost.audit.details import Details, seal_details
from gatepost.audit.events import EventName
from gatepost.audit.models import AuditEvent
from gatepost.caller import NO_REQUEST, Client, request_id
from gatepost.database import write

_LINE = insert(AuditEvent)


def record(
    event: EventName, *, user_uuid: str | None, actor_uuid: str | None = None, client: Client | None = None
) -> None:
    """Add a line about this user to the audit record.

    *client* is the sender of the request, if that says something about the person who acted. A line that a request
    causes has the request's id, so that its log lines can be found (ASVS 16.2.4).
    """
    details, digested = _sealed(client, request_id.get())
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


def _sealed(client: Client | None, identifier: str) -> tuple[str | None, str | None]:
    known_as = "" if identifier == NO_REQUEST else identifier
    if client is not None:
        return seal_details(Details(client.address, client.user_agent, known_as))
    return seal_details(Details(request_id=known_as)) if known_as else (None, None)
