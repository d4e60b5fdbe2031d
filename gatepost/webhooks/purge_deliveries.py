"""Remove deliveries that are done or given up, after the time for which they can be seen."""

from sqlalchemy import delete, select

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.settings import settings
from gatepost.webhooks.models import WebhookDelivery


def purge_deliveries(most: int) -> int:
    """Remove up to *most* finished deliveries of events older than WEBHOOK_KEPT. Returns how many."""
    row = WebhookDelivery
    over = (row.at < clock.now() - settings.webhook_kept, row.due_at.is_(None))
    found = [number for (number,) in read_all(select(row.id).where(*over).order_by(row.at).limit(most))]
    if not found:
        return 0
    purged = write(delete(row).where(row.id.in_(found), row.due_at.is_(None)))
    db.session.commit()
    return purged
