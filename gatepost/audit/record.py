"""Write down what happened, in the transaction that makes it happen."""

from sqlalchemy import insert

from gatepost.audit.details import sealed_details
from gatepost.audit.events import EventName
from gatepost.audit.models import AuditEvent
from gatepost.caller import Client
from gatepost.database import db, write

_LINE = insert(AuditEvent)


def record(
    event: EventName, *, user_uuid: str | None, actor_uuid: str | None = None, client: Client | None = None
) -> None:
    """Add a line about this user to the audit record. The caller commits.

    *client* is from where it was done, if that says something about who did it.
    """
    details, digested = sealed_details(client) if client is not None else (None, None)
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


def record_refusal(
    event: EventName, *, of_nobody: EventName, user_uuid: str | None, actor_uuid: str | None = None, client: Client
) -> None:
    """Add a line about a proof that was refused, and commit; *of_nobody* where there is no such user.

    Both are the same work, so that the time does not tell which it was (ASVS 6.3.8).
    """
    record(event if user_uuid else of_nobody, user_uuid=user_uuid, actor_uuid=actor_uuid, client=client)
    db.session.commit()
