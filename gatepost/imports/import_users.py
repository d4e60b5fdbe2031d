"""Import users: lines are checked and stored in batches, so that memory stays flat, and a kill leaves whole accounts.

The same file can be imported again after a kill, or at any time: a line whose account is there changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from gatepost.audit.record import record
from gatepost.database import db
from gatepost.imports.account import Account, Policy, Refused
from gatepost.imports.check_line import check_line
from gatepost.imports.import_batch import Done, import_batch
from gatepost.imports.line import Line
from gatepost.imports.rehearse import Rehearsal

BATCH = 1000
"""Lines of one transaction."""
Checked = Account | Refused


@dataclass(slots=True)
class Counts:
    """The numbers of lines so far."""

    imported: int = 0
    unchanged: int = 0
    refused: int = 0

    def __str__(self) -> str:
        return f"imported {self.imported}, unchanged {self.unchanged}, refused {self.refused}"


def import_users(
    lines: Iterable[Line],
    policy: Policy,
    *,
    reason: str,
    refuse: Callable[[Refused], object],
    progress: Callable[[Counts], None],
) -> Counts:
    """Import *lines*. *refuse* is told of each that is refused, in batches; *progress* of the numbers after each batch.

    It is on record that it begins, that it has ended, and each account. Nobody gets a message. Raises UnusableFile, and
    SQLAlchemyError if the database is away: all batches before are stored, and the same file can be imported again.
    """
    counts = Counts()
    with closing(Rehearsal()) as rehearsal:
        store = rehearsal.batch if policy.dry_run else import_batch
        for batch in _batches(check_line(line, policy) for line in lines):
            if counts == Counts() and not policy.dry_run:
                _note("import.begun", policy.source, reason)
            refused = _store(batch, policy, store, counts)
            progress(counts)  # first, because a report that cannot be written takes back no account
            for each in refused:
                refuse(each)
    if counts != Counts() and not policy.dry_run:
        _note("import.finished", f"{policy.source}: {counts}", reason)
    return counts


def _store(
    batch: list[Checked], policy: Policy, store: Callable[[list[Account], Policy], Done], counts: Counts
) -> list[Refused]:
    accounts = [each for each in batch if isinstance(each, Account)]
    refused = [each for each in batch if isinstance(each, Refused)]
    if accounts:
        done = store(accounts, policy)
        counts.imported += len(done.taken)
        counts.unchanged += done.unchanged
        refused += done.refused
    counts.refused += len(refused)
    return sorted(refused, key=lambda each: each.place)


def _batches(checked: Iterable[Checked]) -> Iterator[list[Checked]]:
    """Batches of lines that are checked, because a line itself may be as large as somebody makes it."""
    batch: list[Checked] = []
    for each in checked:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _note(event: Literal["import.begun", "import.finished"], about: str, reason: str) -> None:
    """Put it on record alone, because the batches are transactions of their own."""
    record(event, user_uuid=None, about=about, reason=reason)
    db.session.commit()
