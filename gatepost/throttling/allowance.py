"""What may be done only so often: guesses of a code, messages to an address.

Each use is counted, and committed, before what it allows is done; that holds for one process and for many.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.crypto import derive_key, keyed_digest
from gatepost.database import db, read_all, write, write_alone
from gatepost.settings import settings
from gatepost.throttling.models import Allowance

_LONGEST_WINDOW = timedelta(days=1)


class Allowed(NamedTuple):
    """Whether it is allowed; else how long to wait. As a condition it is the first."""

    now: bool
    wait: timedelta = timedelta(0)

    def __bool__(self) -> bool:
        return self.now


def take(what: str, *, most: int, window: timedelta, apart: timedelta = timedelta(0)) -> Allowed:
    """Use one of *most* in a *window* that begins with the first, each at least *apart* from the one before.

    It is a transaction of its own: none may be open here.
    """
    now, key = clock.now(), _key(what)
    this = (Allowance.key == key, *((Allowance.last_at <= now - apart,) if apart else ()))
    wait = _wait(key, now, most=most, window=window, apart=apart)
    if wait is None and _begin(key, now):
        return Allowed(True)
    if wait:
        return Allowed(False, wait)  # said without writing, for it may be asked thousands of times
    lapsed = update(Allowance).where(*this, Allowance.since <= now - window)
    if write_alone(lapsed.values(used=1, since=now, last_at=now)) == 1:
        return Allowed(True)
    again = update(Allowance).where(*this, Allowance.since > now - window, Allowance.used < most)
    if write_alone(again.values(used=Allowance.used + 1, last_at=now)) == 1:
        return Allowed(True)
    return Allowed(False, _wait(key, now, most=most, window=window, apart=apart) or apart)


def count_together(what: str, most: int, seconds: float) -> tuple[bool, int, float]:
    """Use one of *most* in so many *seconds*, and tell whether there was one, how many are left, and until when."""
    window = timedelta(seconds=seconds)
    allowed = take(what, most=most, window=window)
    for used, since in read_all(select(Allowance.used, Allowance.since).where(Allowance.key == _key(what))):
        return bool(allowed), max(0, most - used), (since + window - clock.now()).total_seconds()
    return bool(allowed), most - 1, seconds


def give_back(what: str) -> None:
    """Forget all uses: the right code was sent, so those before it were its owner's slips. The caller commits."""
    write(delete(Allowance).where(Allowance.key == _key(what)))


def purge_allowances(most: int) -> int:
    """Remove up to *most* that say nothing any more; how many."""
    before = clock.now() - _LONGEST_WINDOW
    over = [key for (key,) in read_all(select(Allowance.key).where(Allowance.last_at < before).limit(most))]
    if not over:
        return 0
    purged = write(delete(Allowance).where(Allowance.key.in_(over), Allowance.last_at < before))
    db.session.commit()
    return purged


def _wait(key: str, now: datetime, *, most: int, window: timedelta, apart: timedelta) -> timedelta | None:
    """How long to wait, as it looks at the moment; None if it was never used."""
    for used, since, last_at in read_all(
        select(Allowance.used, Allowance.since, Allowance.last_at).where(Allowance.key == key)
    ):
        rest = since + window - now if used >= most else timedelta(0)
        # Without a distance to keep it does not matter that another, by its clock, was a moment later than we are.
        wait: timedelta = max(timedelta(0), rest, last_at + apart - now if apart else timedelta(0))
        return wait
    return None


def _begin(key: str, now: datetime) -> bool:
    """Note the first use; false if another was the first in this moment."""
    try:
        write_alone(insert(Allowance).values(key=key, used=1, since=now, last_at=now))
    except IntegrityError:
        return False
    return True


def _key(what: str) -> str:
    return keyed_digest(what, key=derive_key(settings.secret_key, "allowances")).hex()
