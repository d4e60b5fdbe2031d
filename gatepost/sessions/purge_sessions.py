"""Remove sessions that are over, and the sealed tokens of those that have expired or are idle."""

from sqlalchemy import delete, select, update

from gatepost import clock
from gatepost.database import db, read_all, write
from gatepost.sessions.alive import ends_at, over_at
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
    """Clear the sealed tokens of sessions that are over, in the next *most* sessions by id, after *beyond*.

    Returns the id to continue from; empty at the end of the table.
    """
    now = clock.now()
    columns = (Session.id, Session.last_used_at, Session.created_at, Session.expires_at)
    sealed = Session.sealed_successor.is_not(None)
    rows = read_all(select(*columns, sealed).where(Session.id > beyond).order_by(Session.id).limit(most))
    over = [
        identifier
        for identifier, last_used_at, created_at, expires_at, is_sealed in rows
        if is_sealed and over_at(ends_at(expires_at, created_at=created_at), last_used_at=last_used_at) <= now
    ]
    if over:
        write(update(Session).where(Session.id.in_(over)).values(sealed_successor=None, ancestors=None))
        db.session.commit()
    return rows[-1][0] if len(rows) == most else ""
