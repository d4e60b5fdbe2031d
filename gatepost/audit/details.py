"""What is personal of a line: sealed, so that a copy of the database does not tell it, and erased with the account."""

from typing import NamedTuple

import orjson
from sqlalchemy import or_, update

from gatepost.audit.models import AuditEvent
from gatepost.caller import Client
from gatepost.crypto import Unsealable, derive_key, digest, random_token, seal, unseal
from gatepost.database import write
from gatepost.settings import settings

_CONTEXT = "audit details"
_SALT_BYTES = 16


class Details(NamedTuple):
    """From where it was done, and with what program; empty where that is not known, or not any more."""

    address: str = ""
    user_agent: str = ""


def sealed_details(client: Client) -> tuple[str, str]:
    """What to store of *client*, and its digest. The salt goes with the text, so that erased means erased."""
    salt = random_token(_SALT_BYTES)
    text = orjson.dumps([salt, client.address, client.user_agent]).decode()
    return seal(text, key=_key(), context=_CONTEXT), digest(text)


def open_details(sealed: str | None, *, digested: str | None) -> Details:
    """What was stored. What does not open, or is not what the line was written with, says nothing."""
    if sealed is None:
        return Details()
    try:
        text = unseal(sealed, key=_key(), context=_CONTEXT)
    except Unsealable:
        return Details()
    if digest(text) != digested:
        return Details()
    _salt, address, user_agent = orjson.loads(text)
    return Details(address, user_agent)


def erase_details(user_uuid: str) -> None:
    """Forget what is personal of every line about this user, or of what they did. The caller commits."""
    theirs = or_(AuditEvent.user_uuid == user_uuid, AuditEvent.actor_uuid == user_uuid)
    write(update(AuditEvent).where(theirs, AuditEvent.details.is_not(None)).values(details=None))


def _key() -> bytes:
    return derive_key(settings.secret_key, _CONTEXT)
