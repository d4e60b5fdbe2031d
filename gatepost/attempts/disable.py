"""Tell a user that their password is disabled, by the hundredth failure in a row."""

from sqlalchemy import update

from gatepost.attempts.claim import MOST, Attempt
from gatepost.attempts.claimant import Claimant
from gatepost.attempts.models import FailedAttempts
from gatepost.audit.record import record
from gatepost.database import db, write
from gatepost.notices.tell import tell


def note_failure(claimant: Claimant, attempt: Attempt) -> None:
    """What was claimed did fail. Only after the last that was free is anything left to do; that is committed here.

    Somebody who had the right password may have come in between.
    """
    user = claimant.user
    if not attempt.last or user is None:
        return
    still = (FailedAttempts.key == claimant.total_key, FailedAttempts.failures >= MOST)
    if write(update(FailedAttempts).where(*still).values(failures=FailedAttempts.failures)) == 1:
        record("password.disabled", user_uuid=user.uuid)
        if user.is_active:
            tell(user, "password_disabled", languages=claimant.client.languages, everywhere=True)
    db.session.commit()
