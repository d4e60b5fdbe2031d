"""Remove the oldest part of the record."""

from sqlalchemy import delete, select

from gatepost import clock
from gatepost.audit.models import AuditEvent
from gatepost.database import db, read_all, write
from gatepost.settings import settings


def purge_events(most: int) -> int:
    """Remove up to *most* lines older than ``AUDIT_KEPT``, from the beginning on; how many."""
    before = clock.now() - settings.audit_kept
    oldest = read_all(select(AuditEvent.id, AuditEvent.at).order_by(AuditEvent.id).limit(most))
    over = [number for number, at in oldest if at < before]
    if not over:
        return 0
    purged = write(delete(AuditEvent).where(AuditEvent.id.in_(over)))
    db.session.commit()
    return purged
