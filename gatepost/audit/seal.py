"""Seal lines into the chain, in batches. Writing a line waits for no other line, and not for this."""

import structlog
from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.audit.chain import FIRST, LAST, LINE, Line, find_ends, move_end, seals_of
from gatepost.audit.models import AuditEvent
from gatepost.database import db, read_all

_OF_NOBODY, _AFTER_NOBODY = "unknown.", "unknown/"  # the events whose names begin so are not chained
_SEAL = update(AuditEvent).where(AuditEvent.id == bindparam("line"), AuditEvent.sequence.is_(None))
WAITING = (AuditEvent.sequence.is_(None), or_(AuditEvent.event < _OF_NOBODY, AuditEvent.event >= _AFTER_NOBODY))
"""The conditions of lines that are to be sealed."""

log = structlog.get_logger("gatepost")


def seal_events(most: int) -> int:
    """Seal up to *most* lines. Returns how many. Of several processes one seals, and the others find it done.

    Nothing is added to a chain whose ends are not proven, because that would vouch for what was changed.
    """
    ends = find_ends()  # read first, because another process that seals the lines below moves an end
    lines = [Line(*row) for row in read_all(select(*LINE).where(*WAITING).order_by(AuditEvent.id).limit(most))]
    if not lines:
        return 0
    if not all(name in ends and ends[name].is_proven(name) for name in (FIRST, LAST)):
        log.error("audit.chain_broken", advice="gatepost audit verify")
        return 0
    seals = seals_of(lines, after=ends[LAST])
    sequence, seal = seals[-1]
    if not move_end(LAST, before=ends[LAST], sequence=sequence, seal=seal):
        db.session.rollback()
        return 0
    values = [
        {"line": line.id, "sequence": sequence, "seal": seal}
        for line, (sequence, seal) in zip(lines, seals, strict=True)
    ]
    try:
        db.session.connection().execute(_SEAL, values)
    except IntegrityError:  # a line has the number of one that is yet to come
        db.session.rollback()
        log.error("audit.chain_broken", advice="gatepost audit verify")  # noqa: TRY400  nothing of ours has failed
        return 0
    db.session.commit()
    if ends[LAST].moved_at.hour != clock.now().hour or ends[LAST].sequence == 0:
        log.info("audit.sealed", sequence=sequence, seal=seal)  # a copy elsewhere shows that nothing was cut off
    return len(lines)
