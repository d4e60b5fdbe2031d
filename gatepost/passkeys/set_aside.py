"""Take passkeys of a user away: until that is undone (undo.py, factors/kinds.py), or because a stranger may have added
them (users/ways_in.py).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from gatepost.audit.record import record
from gatepost.database import db, write
from gatepost.passkeys.models import Passkey
from gatepost.passkeys.spend_passkey import count_passkeys
from gatepost.passkeys.store import delete_passkeys
from gatepost.undos.rows import from_json, to_json
from gatepost.users.ways_in import way_in

_MOMENTS = ("created_at", "last_used_at")


def set_aside(user_uuid: str, ids: Sequence[str] | None) -> list[dict[str, Any]]:
    """Delete all passkeys of a user, or those with these *ids*. Returns their rows, as JSON has them.

    The caller has locked the user's row.
    """
    these = (Passkey.user_uuid == user_uuid, *(() if ids is None else (Passkey.id.in_(ids),)))
    found = db.session.connection().execute(select(Passkey.__table__).where(*these)).mappings().all()
    if found:
        write(delete(Passkey).where(*these))
    return [to_json(row) for row in found]


def put_back(user_uuid: str, rows: list[dict[str, Any]]) -> None:
    """Store such *rows* again, but for one that somebody has added anew. The caller has locked the user's row."""
    for row in rows:
        known = select(Passkey.id).where(Passkey.credential_digest == row["credential_digest"])
        if db.session.connection().execute(known).first() is None:
            write(insert(Passkey), {**from_json(row, moments=_MOMENTS), "user_uuid": user_uuid})


def drop_passkeys(user_uuid: str, *, since: datetime | None) -> None:
    """Remove all passkeys of this user, or those that were added *since* then. The caller has locked the user's row."""
    if delete_passkeys(user_uuid, since=since):
        record("passkey.removed", user_uuid=user_uuid)


way_in("passkey", is_open=lambda user_uuid: bool(count_passkeys(user_uuid)), drop=drop_passkeys)
