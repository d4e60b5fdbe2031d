"""Remove sessions that are over, and sealed tokens that are no longer given out."""

from sqlalchemy import delete, select, update

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.sessions.models import Session
from gatepost.settings import settings


def purge_sessions(most: int) -> int:
    """Remove up to *most* sessions that ended or expired more than ``SESSION_KEPT`` ago. Returns how many."""
    before = clock.now() - settings.session_kept
    over: list[str] = []
    for moment in (Session.expires_at, Session.ended_at):  # each by its index
        rows = read_all(select(Session.id).where(moment < before).order_by(moment).limit(most - len(over)))
        over += [identifier for (identifier,) in rows]
    if not over:
        return 0
    purged = write(delete(Session).where(Session.id.in_(over)))
    db.session.commit()
    return purged


def clear_successors(beyond: str, most: int) -> str:
    """Clear the sealed tokens that are no longer given out, in the next *most* sessions by id, after *beyond*.

    Returns the id to continue from; empty at the end of the table.
    """
    before = clock.now() - settings.refresh_grace
    rows = read_all(
        select(Session.id, Session.rotated_at, Session.sealed_successor.is_not(None))
        .where(Session.id > beyond)
        .order_by(Session.id)
        .limit(most)
    )
    late = [identifier for identifier, rotated_at, sealed in rows if sealed and rotated_at < before]
    if late:
        write(update(Session).where(Session.id.in_(late), Session.rotated_at < before).values(sealed_successor=None))
        db.session.commit()
    return rows[-1][0] if len(rows) == most else ""
