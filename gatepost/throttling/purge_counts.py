"""Remove the counts that matter no more."""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.throttling.models import ThrottleCount
from gatepost.users.models import User

_KEPT = timedelta(days=1)  # longer than any wait and any window


def purge_counts(most: int) -> int:
    """Remove up to *most* rows that were quiet for a day; how many.

    The window of a use is over then, and a device has waited so long that it could have tried more often meanwhile. The
    total of a user stays until they log in.
    """
    quiet = (
        ThrottleCount.last_at < clock.now() - _KEPT,
        or_(
            ThrottleCount.scope != "total",
            ThrottleCount.user_uuid.is_(None),
            ~select(User.uuid).where(User.uuid == ThrottleCount.user_uuid).exists(),
        ),
    )
    over = [key for (key,) in read_all(select(ThrottleCount.key).where(*quiet).limit(most))]
    if not over:
        return 0
    purged = write(delete(ThrottleCount).where(ThrottleCount.key.in_(over), *quiet))
    db.session.commit()
    return purged
