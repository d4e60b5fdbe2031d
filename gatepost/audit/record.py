"""Write down what happened, in the transaction that makes it happen."""

from sqlalchemy import insert

from gatepost.audit.models import AuditEvent
from gatepost.database import write

_LINE = insert(AuditEvent)


def record(event: str, *, user_uuid: str, actor_uuid: str | None = None) -> None:
    """Add a line such as ``account.deleted`` to the audit record. The caller commits."""
    write(_LINE, {"event": event, "user_uuid": user_uuid, "actor_uuid": actor_uuid})
