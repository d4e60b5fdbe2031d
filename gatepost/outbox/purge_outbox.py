"""Remove what the outbox is done with."""

from sqlalchemy import delete, select

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.outbox.models import Outbox
from gatepost.settings import settings


def purge_outbox(most: int) -> int:
    """Remove up to *most* entries that were sent, or given up, longer than ``OUTBOX_KEPT`` ago; how many."""
    before = clock.now() - settings.outbox_kept
    done = (Outbox.created_at < before, Outbox.due_at.is_(None))
    over = [identifier for (identifier,) in read_all(select(Outbox.id).where(*done).limit(most))]
    if not over:
        return 0
    purged = write(delete(Outbox).where(Outbox.id.in_(over), Outbox.due_at.is_(None)))
    db.session.commit()
    return purged
