"""How many entries of a kind wait, for those who watch the service."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select

from gatepost import clock
from gatepost.database import read_all
from gatepost.outbox.models import Outbox


class Waiting(NamedTuple):
    """The entries that are neither sent nor given up: *due* now, or *later*; and since when the *oldest* waits."""

    due: int
    later: int
    oldest: datetime | None


def count_entries(channel: str) -> Waiting:
    """Count the waiting entries of a channel. Its index has no others, however many sent ones are kept."""
    due = func.coalesce(func.sum(case((Outbox.due_at <= clock.now(), 1), else_=0)), 0)
    waiting = (Outbox.channel == channel, Outbox.due_at.is_not(None))
    ((count, at_once, oldest),) = read_all(select(func.count(), due, func.min(Outbox.created_at)).where(*waiting))
    return Waiting(int(at_once), count - int(at_once), oldest)
