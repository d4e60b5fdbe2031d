"""Keep what undoes a change, for a while (UNDO_LIFETIME)."""

from typing import Any

import orjson
from sqlalchemy import func, insert, select

from gatepost import clock
from gatepost.crypto import derive_key, digest, random_token, seal, unseal
from gatepost.database import db, write
from gatepost.messaging.put_message import link
from gatepost.settings import current_settings, settings
from gatepost.undos.kinds import Kind
from gatepost.undos.models import WayInUndo
from gatepost.users.models import User

PURPOSE = "undo_way_in"  # of the link


def keep_undo(kind: Kind, user: User, content: dict[str, Any]) -> dict[str, Any]:
    """Keep *content*, which is JSON, for the undo of a change of *user*. Returns values for the message about it.

    The caller has locked the user's row, and commits.
    """
    token, now = random_token(), clock.now()
    highest = select(func.max(WayInUndo.number)).where(WayInUndo.user_uuid == user.uuid)
    number = (db.session.connection().execute(highest).scalar_one() or 0) + 1
    context = _context(user.uuid, kind.name, number)
    row = {
        "user_uuid": user.uuid,
        "number": number,
        "token_digest": digest(token),
        "kind": kind.name,
        "sealed": seal(orjson.dumps(content).decode(), key=_key(), context=context),
        "created_at": now,
        "expires_at": now + settings.undo_lifetime,
    }
    write(insert(WayInUndo).values(**row))
    return {"link": link(current_settings(), PURPOSE, token), "days": max(1, settings.undo_lifetime.days)}


def unseal_kept(sealed: str, *, user_uuid: str, kind: str, number: int) -> dict[str, Any]:
    """The content that was kept. Raises Unsealable if it was sealed with another SECRET_KEY."""
    content: dict[str, Any] = orjson.loads(unseal(sealed, key=_key(), context=_context(user_uuid, kind, number)))
    return content


def _context(user_uuid: str, kind: str, number: int) -> str:
    return f"{user_uuid} {kind} {number}"


def _key() -> bytes:
    return derive_key(settings.secret_key, "seal undos")
