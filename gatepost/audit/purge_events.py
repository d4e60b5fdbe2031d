"""Remove the oldest part of the record."""

from datetime import timedelta

import structlog
from sqlalchemy import delete, select

from gatepost import clock
from gatepost.audit.chain import FIRST, LINE, Line, find_ends, move_end, seals_of
from gatepost.audit.events import OF_NOBODY
from gatepost.audit.models import AuditEvent
from gatepost.database import db, read_all, write
from gatepost.settings import settings

_OF_NOBODY_KEPT = timedelta(days=7)

log = structlog.get_logger("gatepost")


def purge_events(most: int) -> int:
    """Remove up to *most* lines older than ``AUDIT_KEPT``, from the beginning of the chain on. Returns how many.

    A part that was changed is not removed, because it is evidence.
    """
    before, ends = clock.now() - settings.audit_kept, find_ends()
    first = ends.get(FIRST)
    if first is None or not first.is_proven(FIRST):
        return 0
    sealed = select(*LINE, AuditEvent.seal).where(AuditEvent.sequence > first.sequence)
    rows = read_all(sealed.order_by(AuditEvent.sequence).limit(most))
    over = []
    for row in rows:
        if row.at >= before:
            break
        over.append(row)
    if not over:
        return 0
    sequence, seal = seals_of([Line(*row[:-1]) for row in over], after=first)[-1]
    if over[-1].seal != seal:
        log.error("audit.chain_broken", advice="gatepost audit verify")
        return 0
    if not move_end(FIRST, before=first, sequence=sequence, seal=seal):
        db.session.rollback()
        return 0
    purged = write(delete(AuditEvent).where(AuditEvent.id.in_([row.id for row in over])))
    db.session.commit()
    return purged


def purge_events_of_nobody(most: int) -> int:
    """Remove up to *most* lines about no account that are older than a week. Returns how many."""
    this = (AuditEvent.event.in_(OF_NOBODY), AuditEvent.at < clock.now() - _OF_NOBODY_KEPT)
    over = [number for (number,) in read_all(select(AuditEvent.id).where(*this).limit(most))]
    if not over:
        return 0
    purged = write(delete(AuditEvent).where(AuditEvent.id.in_(over)))
    db.session.commit()
    return purged
