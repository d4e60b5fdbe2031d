"""Put a failure on record; after the hundredth in a row, tell the user that their password is disabled."""

from datetime import datetime

from sqlalchemy import select, update

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.database import db, read_all, write
from gatepost.notices.notify import notify
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.count_attempt import MOST, Attempt
from gatepost.throttling.models import ThrottleCount
from gatepost.users.models import User, lock_user


def record_failure(claimant: Claimant, attempt: Attempt, event: EventName) -> None:
    """Put *event* on record, and commit. For a claimant without a user it is the same work."""
    user, client = claimant.user, claimant.client
    if user is None:
        of_nobody: EventName = "unknown.proof_refused" if event.startswith("proof.") else "unknown.login_failed"
        record(of_nobody, user_uuid=None, client=client)
    else:
        record(event, user_uuid=user.uuid, actor_uuid=user.uuid if claimant.session_id else None, client=client)
        if attempt.last:
            _disable(claimant, user)
    db.session.commit()


def find_password_disabled_at(user_uuid: str) -> datetime | None:
    """Since when no password of this user is right; None if theirs is."""
    theirs = (ThrottleCount.user_uuid == user_uuid, ThrottleCount.scope == "total", ThrottleCount.count >= MOST)
    found = read_all(select(ThrottleCount.last_at).where(*theirs))
    return found[0][0] if found else None


def _disable(claimant: Claimant, user: User) -> None:
    """Only if the count still says so: somebody may have logged in with the right password in between."""
    lock_user(user.uuid)  # before the count, as at a log-in that clears it
    still = (ThrottleCount.key == claimant.total_key, ThrottleCount.count >= MOST)
    if write(update(ThrottleCount).where(*still).values(count=ThrottleCount.count)) == 1:
        record("password.disabled", user_uuid=user.uuid)
        if user.is_active:
            notify(user, "password_disabled", everywhere=True)
