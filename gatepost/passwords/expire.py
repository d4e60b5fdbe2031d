"""Expire passwords: their users choose new ones, as after a breach (NIST SP 800-63B-4 section 3.1.1.2)."""

from collections.abc import Iterator

from sqlalchemy import select, update

from gatepost import clock
from gatepost.audit.record import record
from gatepost.database import db, read_all, write
from gatepost.sessions.end import end_all_sessions
from gatepost.users.models import NO_PASSWORD, User

_BATCH = 200  # users of one transaction, so that no other transaction waits long


def expire_password(user_uuid: str, *, end_sessions: bool) -> bool:
    """Ask for a new password at the next log-in. Returns False if there is none to expire, or it has expired already.

    Sessions go on, unless *end_sessions* is set.
    """
    expired = _expire(user_uuid, end_sessions=end_sessions)
    db.session.commit()
    return expired


def expire_all_passwords(*, end_sessions: bool) -> Iterator[int]:
    """Expire the passwords of all accounts, in batches. Yields how many in each; a batch that is done stays done."""
    last = ""
    while batch := [
        uuid for (uuid,) in read_all(select(User.uuid).where(User.uuid > last).order_by(User.uuid).limit(_BATCH))
    ]:
        expired = sum(_expire(uuid, end_sessions=end_sessions) for uuid in batch)
        db.session.commit()
        yield expired
        last = batch[-1]


def _expire(user_uuid: str, *, end_sessions: bool) -> bool:
    this = (User.uuid == user_uuid, User.password_expired_at.is_(None), User.password_hash != NO_PASSWORD)
    expired = write(update(User).where(*this).values(password_expired_at=clock.now())) == 1
    if expired:
        record("password.expired", user_uuid=user_uuid)
    if end_sessions and end_all_sessions(user_uuid, reason="password_expired"):
        record("sessions.ended", user_uuid=user_uuid)
    return expired
