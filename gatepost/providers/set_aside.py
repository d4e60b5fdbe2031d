"""Take links with accounts at providers away: until that is undone (undo.py), or because a stranger may have added them
(users/ways_in.py).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from gatepost.audit.record import record
from gatepost.database import db, write
from gatepost.providers.models import ProviderLink
from gatepost.settings import settings
from gatepost.undos.rows import from_json, to_json
from gatepost.users.ways_in import way_in

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
    """Whether a user has one with a provider of the settings, in the present transaction."""
    issuers = {provider.issuer for provider in settings.providers}
    theirs = select(ProviderLink.id).where(ProviderLink.user_uuid == user_uuid, ProviderLink.issuer.in_(issuers))
    return db.session.connection().execute(theirs).first() is not None


def drop_links(user_uuid: str, *, since: datetime | None) -> None:
    """Remove all links of this user, or those of *since* then: a stranger may have added them.

    The caller has locked the user's row.
    """
    added = () if since is None else (ProviderLink.created_at >= since,)
    if write(delete(ProviderLink).where(ProviderLink.user_uuid == user_uuid, *added)):
        record("provider.unlinked", user_uuid=user_uuid)


way_in("provider", is_open=has_links, drop=drop_links)
