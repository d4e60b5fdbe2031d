"""Take passkeys of a user away: until that is undone (factors/kinds.py), or because a stranger may have added them
(users/ways_in.py).
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
    return [{name: _to_json(value) for name, value in row.items()} for row in found]


def put_back(user_uuid: str, rows: list[dict[str, Any]]) -> None:
    """Store such *rows* again. The caller has locked the user's row."""
    for row in rows:
        moments = {name: None if row[name] is None else datetime.fromisoformat(row[name]) for name in _MOMENTS}
        write(insert(Passkey), {**row, **moments, "user_uuid": user_uuid})


def drop_passkeys(user_uuid: str, *, since: datetime | None) -> None:
    """Remove all passkeys of this user, or those that were added *since* then. The caller has locked the user's row."""
    if delete_passkeys(user_uuid, since=since):
        record("passkey.removed", user_uuid=user_uuid)


def _to_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


way_in("passkey", is_open=lambda user_uuid: bool(count_passkeys(user_uuid)), drop=drop_passkeys)
