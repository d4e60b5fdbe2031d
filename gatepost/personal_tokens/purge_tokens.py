"""Remove personal tokens that have ended."""

from sqlalchemy import delete, select

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.users.personal_tokens import PersonalToken


def purge_tokens(most: int) -> int:
    """Remove up to *most* tokens that have expired. Returns how many."""
    over = PersonalToken.expires_at <= clock.now()
    rows = read_all(select(PersonalToken.id).where(over).order_by(PersonalToken.expires_at).limit(most))
    if not rows:
        return 0
    purged = write(delete(PersonalToken).where(PersonalToken.id.in_([identifier for (identifier,) in rows]), over))
    db.session.commit()
    return purged
