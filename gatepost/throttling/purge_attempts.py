"""Remove what counts no more."""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.throttling.models import FailedAttempts
from gatepost.users.models import User

_KEPT = timedelta(days=1)


def purge_attempts(most: int) -> int:
    """Remove up to *most* rows that were quiet for a day; how many.

    A device that has waited so long could have tried more often meanwhile. The total of a user stays until they get in.
    """
    quiet = (
        FailedAttempts.last_at < clock.now() - _KEPT,
        or_(
            FailedAttempts.user_uuid.is_(None),
            FailedAttempts.scope == "device",
            ~select(User.uuid).where(User.uuid == FailedAttempts.user_uuid).exists(),
        ),
    )
    over = [key for (key,) in read_all(select(FailedAttempts.key).where(*quiet).limit(most))]
    if not over:
        return 0
    purged = write(delete(FailedAttempts).where(FailedAttempts.key.in_(over), *quiet))
    db.session.commit()
    return purged
