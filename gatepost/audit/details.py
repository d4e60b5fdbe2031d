"""What is personal of a line: sealed, so that a copy of the database does not tell it, and erased with the account."""

from typing import NamedTuple

import orjson
from sqlalchemy import or_, update

from gatepost.audit.models import AuditEvent
from gatepost.caller import Client
from gatepost.crypto import Unsealable, derive_key, digest, same, seal, unseal
from gatepost.database import write
from gatepost.settings import settings

_CONTEXT = "audit details"


class Details(NamedTuple):
    """From where it was done, and with what program; empty where that is not known, or not any more."""

    address: str = ""
    user_agent: str = ""


def sealed_details(client: Client) -> tuple[str, str]:
    """What to store of *client*, and its digest, which tells nothing: what is sealed looks another way each time."""
    sealed = seal(orjson.dumps([client.address, client.user_agent]).decode(), key=_key(), context=_CONTEXT)
    return sealed, digest(sealed)


def is_of(digested: str | None, sealed: str) -> bool:
    """Whether these are the details that the line was written with. It needs no key."""
    return digested is not None and same(digested, digest(sealed))


def open_details(sealed: str | None, *, digested: str | None) -> Details:
    """What was stored. What does not open, or is not what the line was written with, says nothing."""
    if sealed is None or not is_of(digested, sealed):
        return Details()
    try:
        return Details(*orjson.loads(unseal(sealed, key=_key(), context=_CONTEXT)))
    except Unsealable:
        return Details()


def erase_details(user_uuid: str) -> None:
    """Forget what is personal of every line about this user, or of what they did. The caller commits."""
    theirs = or_(AuditEvent.user_uuid == user_uuid, AuditEvent.actor_uuid == user_uuid)
    write(update(AuditEvent).where(theirs, AuditEvent.details.is_not(None)).values(details=None))


def _key() -> bytes:
    return derive_key(settings.secret_key, _CONTEXT)
