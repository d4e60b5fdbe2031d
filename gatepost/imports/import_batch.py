"""Import a batch of lines in one transaction. It is stored as a whole, or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self

from sqlalchemy import or_, select
from sqlalchemy.exc import DataError, IntegrityError

from gatepost.contact_changes.purge_contacts import drop_superseded
from gatepost.contacts.address import KINDS, Address
from gatepost.contacts.models import PendingContact
from gatepost.database import db, read_all, retry_on_conflict
from gatepost.imports.account import Account, Policy, Refused
from gatepost.imports.insert_accounts import insert_accounts
from gatepost.imports.present import Present, find_present

_NOT_TAKEN = ("", "The database does not take this line, or another was first at the same moment: try again.")


@dataclass(slots=True)
class Done:
    """The result of a batch."""

    taken: list[Account] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)

    def __iadd__(self, other: Self) -> Self:
        self.taken += other.taken
        self.unchanged += other.unchanged
        self.refused += other.refused
        return self


def import_batch(accounts: Sequence[Account], policy: Policy, *, again: bool = False) -> Done:
    """Make the accounts that are not there. Raises SQLAlchemyError if the database is away: then nothing is stored.

    If another program takes an identifier between the question and the insertion, the halves are tried anew, and at
    last one account *again*.
    """

    def deed() -> Done:
        connection = db.session.connection()
        done = judge(accounts, find_present(connection, accounts, policy.source))
        if done.taken:
            insert_accounts(connection, done.taken, source=policy.source)
        db.session.commit()
        return done

    try:
        done = retry_on_conflict(deed)
    except (IntegrityError, DataError):
        db.session.rollback()
        return _in_halves(accounts, policy, again=again)
    except Exception:
        db.session.rollback()
        raise
    _drop_superseded([each for account in done.taken for each in account.addresses if each.kind in account.verified])
    return done


def judge(accounts: Sequence[Account], present: Present, *, also: Callable[[Account], None] | None = None) -> Done:
    """Part the *accounts* by what is *present*, the earlier lines first; *also* is told of each that is taken."""
    done = Done()
    for account in accounts:
        verdict = present.judge(account)
        if isinstance(verdict, Refused):
            done.refused.append(verdict)
        elif verdict:
            done.unchanged += 1
        else:
            done.taken.append(account)
            if also is not None:
                also(account)
    return done


def _in_halves(accounts: Sequence[Account], policy: Policy, *, again: bool) -> Done:
    if len(accounts) == 1:
        if not again:
            return import_batch(accounts, policy, again=True)
        return Done(refused=[Refused(accounts[0].place, accounts[0].external_id, (_NOT_TAKEN,))])
    middle, done = len(accounts) // 2, Done()
    for half in (accounts[:middle], accounts[middle:]):
        done += import_batch(half, policy)
    return done


def _drop_superseded(addresses: Sequence[Address]) -> None:
    """Drop what waits for an address that is verified now: nobody else can verify it any more."""
    these = []
    for kind in KINDS:
        keys = [key for address in addresses if address.kind == kind for key in address.keys]
        if keys:
            these.append((PendingContact.kind == kind) & PendingContact.key.in_(keys))
    if these:
        columns = (PendingContact.kind, PendingContact.key)
        for kind, key in set(map(tuple, read_all(select(*columns).where(or_(*these))))):
            drop_superseded(kind, key)
