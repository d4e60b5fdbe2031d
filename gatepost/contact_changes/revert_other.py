"""When a change is undone: what becomes of the address of the other kind, which somebody else may have set, too."""

from typing import Any

from sqlalchemy import select

from gatepost.database import db
from gatepost.settings import settings
from gatepost.users.models import User
from gatepost.users.pending import AddressUndo, Kind


def revert_other(user: User, undo: AddressUndo) -> dict[str, Any]:
    """What is to be set in the row of *user*, which the caller holds.

    Changed with or after what is undone: it is what it was before, or nothing. Proven shortly before: it goes on
    counting, but nobody gets back in by it. Else whoever has the session could bring in two addresses, and keep one.
    """
    mobile = undo.kind == "email"
    other: Kind = "mobile" if mobile else "email"
    verified_at = user.mobile_verified_at if mobile else user.email_verified_at
    since = (
        AddressUndo.user_uuid == user.uuid,
        AddressUndo.kind == other,
        AddressUndo.created_at >= undo.created_at,
    )
    columns = (AddressUndo.value, AddressUndo.key, AddressUndo.verified_at)
    first = select(*columns).where(*since).order_by(AddressUndo.created_at).limit(1)
    for former, key, proven_at in db.session.connection().execute(first).all():
        if not _is_somebodys(other, key, but=user.uuid):
            return _set(other, former, key, proven_at)
        return _set(other, None, None, None)
    if verified_at is None or verified_at <= undo.created_at - settings.undo_lifetime:
        return {}
    if verified_at > undo.created_at:
        return _set(other, None, None, None)
    return {f"{other}_verified_at": None}


def _set(kind: Kind, value: str | None, key: str | None, verified_at: Any) -> dict[str, Any]:
    return {kind: value, f"{kind}_key": key, f"{kind}_verified_at": verified_at}


def _is_somebodys(kind: Kind, key: str, *, but: str) -> bool:
    column = User.mobile_key if kind == "mobile" else User.email_key
    found = select(User.uuid).where(column == key, User.uuid != but)
    return db.session.connection().execute(found).first() is not None
