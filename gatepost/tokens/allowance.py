"""What may be done only so often: guesses of a code, messages to an address.

Each use is counted, and committed, before what it allows is done; that holds for one process and for many.
"""

from datetime import timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.crypto import derive_key, keyed_digest
from gatepost.database import db, read_all, write, write_alone
from gatepost.settings import settings
from gatepost.tokens.models import Allowance

_LONGEST_WINDOW = timedelta(days=1)


def take(what: str, *, most: int, window: timedelta, apart: timedelta = timedelta(0)) -> bool:
    """Use one of *most* in a *window* that begins with the first, each at least *apart* from the one before.

    False if there is none left. It is a transaction of its own: none may be open here.
    """
    now, key = clock.now(), _key(what)
    this = Allowance.key == key
    again = update(Allowance).where(this, Allowance.since > now - window, Allowance.used < most)
    if apart:
        again = again.where(Allowance.last_at <= now - apart)
    again = again.values(used=Allowance.used + 1, last_at=now)
    if write_alone(again) == 1:
        return True
    lapsed = update(Allowance).where(this, Allowance.since <= now - window)
    if apart:
        lapsed = lapsed.where(Allowance.last_at <= now - apart)
    if write_alone(lapsed.values(used=1, since=now, last_at=now)) == 1:
        return True
    if read_all(select(Allowance.used).where(this)):
        return False
    try:
        write_alone(insert(Allowance).values(key=key, used=1, since=now, last_at=now))
    except IntegrityError:  # another was the first in this moment
        return write_alone(again) == 1
    return True


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


def _key(what: str) -> str:
    return keyed_digest(what, key=derive_key(settings.secret_key, "allowances")).hex()
