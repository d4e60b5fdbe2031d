"""Take what is due from the outbox, so that of several processes and machines one sends it.

Taking moves ``due_at`` on by a lease: if the one who took it is not heard of again, another takes it after that. So
everything is sent at least once, and with the same id each time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from gatepost import clock
from gatepost.database import read_all, write_alone
from gatepost.outbox.models import Outbox
from gatepost.settings import settings

_BESIDES_SENDING = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Leased:
    """An entry of the outbox that is ours for now; *attempts* tells whether it still is."""

    id: str
    channel: str
    name: str
    attempts: int
    created_at: datetime
    expires_at: datetime
    sealed: str | None

    @property
    def still_ours(self) -> tuple[ColumnElement[bool], ...]:
        """What is true of its row until another takes it, or somebody interferes."""
        return (Outbox.id == self.id, Outbox.attempts == self.attempts, Outbox.due_at.is_not(None))


def find_due(channel: str, most: int) -> list[tuple[str, datetime]]:
    """Up to *most* entries of a channel that are due, the longest waiting first; each is still to be taken."""
    due = (Outbox.channel == channel, Outbox.due_at <= clock.now())
    rows = read_all(select(Outbox.id, Outbox.due_at).where(*due).order_by(Outbox.due_at).limit(most))
    return [(identifier, due_at) for identifier, due_at in rows]


def take(identifier: str, due_at: datetime) -> Leased | None:
    """Take one that was due since *due_at*; None if another was first."""
    until = clock.now() + 3 * settings.sender_timeout + _BESIDES_SENDING
    this = (Outbox.id == identifier, Outbox.due_at == due_at)
    if write_alone(update(Outbox).where(*this).values(due_at=until, attempts=Outbox.attempts + 1)) != 1:
        return None
    columns = (Outbox.id, Outbox.channel, Outbox.name, Outbox.attempts, Outbox.created_at, Outbox.expires_at)
    mine = (Outbox.id == identifier, Outbox.due_at == until)
    for row in read_all(select(*columns, Outbox.sealed).where(*mine)):
        return Leased(*row)
    return None
