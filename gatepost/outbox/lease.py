"""Leases on due entries, so that of several processes and machines one sends an entry.

A lease moves ``due_at`` on: if the process dies, another leases the entry after that time. So everything is sent at
least once, and with the same id each time.
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
    """An entry that this process has leased. The lease holds as long as *attempts* is unchanged."""

    id: str
    channel: str
    name: str
    attempts: int
    created_at: datetime
    expires_at: datetime
    sealed: str | None

    @property
    def still_ours(self) -> tuple[ColumnElement[bool], ...]:
        """Conditions on its row that hold until another process leases it, or an operator changes it."""
        return (Outbox.id == self.id, Outbox.attempts == self.attempts, Outbox.due_at.is_not(None))


def find_due(channel: str, most: int) -> list[tuple[str, datetime]]:
    """Id and due time of up to *most* due entries of a channel, the longest waiting first. They are not yet leased."""
    due = (Outbox.channel == channel, Outbox.due_at <= clock.now())
    rows = read_all(select(Outbox.id, Outbox.due_at).where(*due).order_by(Outbox.due_at).limit(most))
    return [(identifier, due_at) for identifier, due_at in rows]


def acquire_lease(identifier: str, due_at: datetime) -> Leased | None:
    """Lease the entry if it is still due since *due_at*; None if another process was first."""
    until = clock.now() + 3 * settings.sender_timeout + _BESIDES_SENDING
    this = (Outbox.id == identifier, Outbox.due_at == due_at)
    if write_alone(update(Outbox).where(*this).values(due_at=until, attempts=Outbox.attempts + 1)) != 1:
        return None
    columns = (Outbox.id, Outbox.channel, Outbox.name, Outbox.attempts, Outbox.created_at, Outbox.expires_at)
    mine = (Outbox.id == identifier, Outbox.due_at == until)
    for row in read_all(select(*columns, Outbox.sealed).where(*mine)):
        return Leased(*row)
    return None
