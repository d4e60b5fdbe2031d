"""Things that count once: a state, an ID token of an app. The database claims it, by the digest that is its key."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.crypto import digest
from gatepost.database import commit_once, db, read_all, write, write_alone
from gatepost.providers.models import UsedOnce

_ROW = insert(UsedOnce)


def use_once(what: str, *, expires_at: datetime) -> bool:
    """Claim *what*, as a transaction of its own; none may be open here. False if it was used before."""
    row = {"digest": digest(what), "expires_at": expires_at}
    return commit_once(f"use {row['digest']}", lambda: _claim(row))


def purge_uses(most: int) -> int:
    """Remove up to *most* that have expired. Returns how many."""
    over = UsedOnce.expires_at <= clock.now()
    rows = read_all(select(UsedOnce.digest).where(over).limit(most))
    if not rows:
        return 0
    purged = write(delete(UsedOnce).where(UsedOnce.digest.in_([row for (row,) in rows]), over))
    db.session.commit()
    return purged


def _claim(row: dict[str, object]) -> bool:
    try:
        write_alone(_ROW, row)
    except IntegrityError:
        return False
    return True
