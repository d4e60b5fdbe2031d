"""Write down what happened, in the transaction that makes it happen."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, insert

from gatepost import clock
from gatepost.audit.details import Details, seal_details
from gatepost.audit.events import EventName
from gatepost.audit.models import AuditEvent
from gatepost.caller import NO_REQUEST, Client, request_id
from gatepost.database import BulkInsert, db, write

Listener = Callable[[EventName, str | None, str | None], object]
"""Is told the event, the uuid of the user whom it is about, and that of the actor. It works in the same transaction."""

_LINE = insert(AuditEvent)
_LINES = BulkInsert(AuditEvent, "at", "event", "user_uuid")
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Tell *listener* every event from now on. Rooms above register here, so that this one imports none of them."""
    _listeners.append(listener)


def record(
    event: EventName,
    *,
    user_uuid: str | None,
    actor_uuid: str | None = None,
    client: Client | None = None,
    reason: str = "",
    about: str = "",
) -> None:
    """Add a line about this user to the audit record.

    *client* is the sender of the request, if that says something about the person who acted. A line that a request
    causes has the request's id, so that its log lines can be found (ASVS 16.2.4). *reason*: the words of staff who
    act on a user; *about*: the names of the roles or declared fields that it is about. They are sealed with the rest.
    """
    details, digested = _sealed(client, request_id.get(), reason, about)
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
    for listener in _listeners:
        listener(event, user_uuid, actor_uuid)


def record_each(event: EventName, user_uuids: Sequence[str]) -> None:
    """Add a line about each of these users, as a command does that makes many of them at once."""
    now = clock.now()
    _LINES.send(db.session.connection(), [(now, event, uuid) for uuid in user_uuids])
    for listener in _listeners:
        for uuid in user_uuids:
            listener(event, uuid, None)


def record_on(connection: Connection, event: EventName, *, about: str) -> None:
    """Add a line about no single user in the transaction of a *connection* that is not the session's."""
    details, digested = _sealed(None, NO_REQUEST, "", about)
    connection.execute(_LINE, {"event": event, "details": details, "details_digest": digested})


def _sealed(client: Client | None, identifier: str, reason: str, about: str) -> tuple[str | None, str | None]:
    known_as = "" if identifier == NO_REQUEST else identifier
    if client is not None:
        return seal_details(Details(client.address, client.user_agent, known_as, reason, about))
    details = Details("", "", known_as, reason, about)
    return seal_details(details) if any(details) else (None, None)
