"""The personal data of a line: sealed, so that a copy of the database does not tell it, and erased with the account.

The id of the request is among it: it leads to the request's log line, which has the client's address.
"""

from typing import NamedTuple

import orjson
from sqlalchemy import or_, update

from gatepost.audit.models import AuditEvent
from gatepost.crypto import Unsealable, derive_key, digest, same, seal, unseal
from gatepost.database import write
from gatepost.settings import settings

_CONTEXT = "audit details"


class Details(NamedTuple):
    """The address and the program of the client, the id of the request, the reason that staff gave, and the roles.

    Each is empty if it is unknown or erased. Older lines have three or four members.
    """

    address: str = ""
    user_agent: str = ""
    request_id: str = ""
    reason: str = ""
    about: str = ""


def seal_details(details: Details) -> tuple[str, str]:
    """Seal *details*. The digest beside them reveals nothing, because each sealing is different."""
    sealed = seal(orjson.dumps(list(details)).decode(), key=_key(), context=_CONTEXT)
    return sealed, digest(sealed)


def match_digest(digested: str | None, sealed: str) -> bool:
    """Whether these are the sealed details that the line was written with. It needs no key."""
    return digested is not None and same(digested, digest(sealed))


def open_details(sealed: str | None, *, digested: str | None) -> Details:
    """Unseal stored details. They are empty if they do not open, or are not those that the line was written with."""
    if sealed is None or not match_digest(digested, sealed):
        return Details()
    try:
        return Details(*orjson.loads(unseal(sealed, key=_key(), context=_CONTEXT)))
    except Unsealable:
        return Details()


def erase_details(user_uuid: str) -> None:
    """Erase the personal data of every line about this user, or about what they did."""
    theirs = or_(AuditEvent.user_uuid == user_uuid, AuditEvent.actor_uuid == user_uuid)
    write(update(AuditEvent).where(theirs, AuditEvent.details.is_not(None)).values(details=None))


def _key() -> bytes:
    return derive_key(settings.secret_key, _CONTEXT)
