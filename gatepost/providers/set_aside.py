"""Take links with accounts at providers away, and put them back if that is undone (undo.py)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from gatepost.database import db, write
from gatepost.providers.models import ProviderLink
from gatepost.undos.rows import from_json, to_json

_MOMENTS = ("created_at", "last_used_at")


def set_aside(user_uuid: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Delete the links of a user with these *ids*. Returns their rows, as JSON has them.

    The caller has locked the user's row.
    """
    these = (ProviderLink.user_uuid == user_uuid, ProviderLink.id.in_(ids))
    found = db.session.connection().execute(select(ProviderLink.__table__).where(*these)).mappings().all()
    if found:
        write(delete(ProviderLink).where(*these))
    return [to_json(row) for row in found]


def put_back(user_uuid: str, rows: Sequence[dict[str, Any]]) -> None:
    """Store such *rows* again, but for an account of the provider that is linked anew, perhaps with another user.

    The caller has locked the user's row.
    """
    for row in rows:
        this = (ProviderLink.issuer == row["issuer"], ProviderLink.subject == row["subject"])
        if db.session.connection().execute(select(ProviderLink.id).where(*this)).first() is None:
            write(insert(ProviderLink), {**from_json(row, moments=_MOMENTS), "user_uuid": user_uuid})


def has_links(user_uuid: str) -> bool:
    """Whether a user has one, in the present transaction."""
    theirs = select(ProviderLink.id).where(ProviderLink.user_uuid == user_uuid)
    return db.session.connection().execute(theirs).first() is not None
