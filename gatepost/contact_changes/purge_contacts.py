"""Remove what nobody has proven, and undos whose time is over."""

from sqlalchemy import delete, select

from gatepost import clock
from gatepost.audit.details import erase_details
from gatepost.audit.record import record
from gatepost.database import db, read_all, write
from gatepost.settings import settings
from gatepost.throttling.clear_attempts import clear_all_attempts
from gatepost.users.models import User
from gatepost.users.pending import AddressUndo, PendingAddress


def purge_undos(most: int) -> int:
    """Remove up to *most* undos that are too late; how many."""
    late = AddressUndo.expires_at < clock.now()
    over = [each for (each,) in read_all(select(AddressUndo.token_digest).where(late).limit(most))]
    if not over:
        return 0
    purged = write(delete(AddressUndo).where(AddressUndo.token_digest.in_(over), late))
    db.session.commit()
    return purged


def purge_unproven(most: int) -> int:
    """Remove up to *most* addresses that waited longer than ``UNPROVEN_KEPT``; how many.

    An account that was never activated and waits for nothing else goes with them, and its name is free again.
    """
    before = clock.now() - settings.unproven_kept
    late = PendingAddress.requested_at < before
    found = read_all(select(PendingAddress.user_uuid, PendingAddress.kind).where(late).limit(most))
    for user_uuid, kind in found:
        write(delete(PendingAddress).where(PendingAddress.user_uuid == user_uuid, PendingAddress.kind == kind, late))
    for user_uuid in {user_uuid for user_uuid, _ in found}:
        _drop_never_activated(user_uuid)
    db.session.commit()
    return len(found)


def _drop_never_activated(user_uuid: str) -> None:
    never = (
        User.uuid == user_uuid,
        User.activated_at.is_(None),
        User.last_login_at.is_(None),
        User.mobile_key.is_(None),
        User.email_key.is_(None),
        User.role != "admin",
        ~select(PendingAddress.user_uuid).where(PendingAddress.user_uuid == user_uuid).exists(),
    )
    if write(delete(User).where(*never)) == 1:
        erase_details(user_uuid)
        clear_all_attempts(user_uuid)
        record("account.lapsed", user_uuid=user_uuid)
