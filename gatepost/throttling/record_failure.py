"""What follows a failure: a line on record, and after the hundredth in a row, word that the password is disabled."""

from datetime import datetime

from sqlalchemy import select, update

from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.database import db, read_all, write
from gatepost.notices.tell import tell
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.count_attempt import MOST, Attempt
from gatepost.throttling.models import FailedAttempts
from gatepost.users.models import User


def note_failure(claimant: Claimant, attempt: Attempt, event: EventName) -> None:
    """What was claimed did fail: put *event* on record, and commit. Of a claimant who is nobody it is the same work."""
    user, client = claimant.user, claimant.client
    if user is None:
        of_nobody: EventName = "unknown.proof_refused" if event == "proof.refused" else "unknown.login_failed"
        record(of_nobody, user_uuid=None, client=client)
    else:
        record(event, user_uuid=user.uuid, actor_uuid=user.uuid if claimant.session_id else None, client=client)
        if attempt.last:
            _disable(claimant, user)
    db.session.commit()


def disabled_at(user_uuid: str) -> datetime | None:
    """Since when no password of this user is right; None if theirs is."""
    theirs = (FailedAttempts.user_uuid == user_uuid, FailedAttempts.scope == "total", FailedAttempts.failures >= MOST)
    found = read_all(select(FailedAttempts.last_at).where(*theirs))
    return found[0][0] if found else None


def _disable(claimant: Claimant, user: User) -> None:
    """Somebody who had the right password may have come in between: then it is not."""
    still = (FailedAttempts.key == claimant.total_key, FailedAttempts.failures >= MOST)
    if write(update(FailedAttempts).where(*still).values(failures=FailedAttempts.failures)) == 1:
        record("password.disabled", user_uuid=user.uuid)
        if user.is_active:
            tell(user, "password_disabled", languages=claimant.client.languages, everywhere=True)
