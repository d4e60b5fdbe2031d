"""Count a use of what is limited: a guess of a code, a message to an address, a request.

Each use is counted, and committed, before what it allows is done. So the limit holds for one process and for many.
"""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.crypto import derive_key, keyed_digest
from gatepost.database import PreparedStatement, commit_once, db, read_all, write, write_alone
from gatepost.errors import TooManyRequests
from gatepost.settings import settings
from gatepost.throttling.models import ThrottleCount

_TRIES = 20  # each time the row has changed in this moment
_ROW = insert(ThrottleCount)
_CLEAR = delete(ThrottleCount).where(ThrottleCount.key == bindparam("of"))
_FOUND = PreparedStatement(
    select(ThrottleCount.count, ThrottleCount.since, ThrottleCount.last_at).where(ThrottleCount.key == bindparam("of"))
)


class Use(NamedTuple):
    """Whether it is allowed; otherwise how long to wait. As a condition it is the first."""

    allowed: bool
    wait: timedelta = timedelta(0)

    def __bool__(self) -> bool:
        return self.allowed


class _Counted(NamedTuple):
    """A row, as it was read."""

    uses: int
    since: datetime
    last_at: datetime


def count_use(what: str, *, most: int, window: timedelta, apart: timedelta = timedelta(0)) -> Use:
    """Count one of *most* uses in a *window* that begins with the first, each at least *apart* from the one before.

    It is a transaction of its own: none may be open here. A retry of the deed counts no second one.
    """
    return commit_once(f"use {what}", lambda: _count(what, most=most, window=window, apart=apart))


def find_wait(what: str, *, most: int, window: timedelta) -> timedelta:
    """How long the next of *most* uses in a *window* would have to wait; it is not counted."""
    found = _find(use_key(what))
    return timedelta(0) if found is None else _wait(found, clock.now(), most=most, window=window, apart=timedelta(0))


def find_longest_wait(whats: Iterable[str], *, most: int, window: timedelta) -> timedelta:
    """The longest of these waits, in one statement; zero if none holds."""
    keys, now = [use_key(what) for what in whats], clock.now()
    counted = (ThrottleCount.key.in_(keys), ThrottleCount.count >= most, ThrottleCount.since > now - window)
    began = [since for (since,) in read_all(select(ThrottleCount.since).where(*counted))]
    return max(began) + window - now if began else timedelta(0)


def too_soon(wait: timedelta, refusal: type[TooManyRequests] = TooManyRequests) -> TooManyRequests:
    """The answer to what has to *wait* so long."""
    return refusal(headers={"Retry-After": str(max(1, math.ceil(wait.total_seconds())))})


def clear_uses(what: str) -> None:
    """Begin anew: the right code was sent, so the wrong ones before it were its owner's slips."""
    write(_CLEAR, {"of": use_key(what)})


def clear_all_uses(whats: Iterable[str]) -> None:
    """Begin anew for each of these. The rows are locked in the order of their keys."""
    theirs = ThrottleCount.key.in_([use_key(what) for what in whats])
    ordered = select(ThrottleCount.key).where(theirs).order_by(ThrottleCount.key).with_for_update()
    if db.session.connection().execute(ordered).all():
        write(delete(ThrottleCount).where(theirs))


def use_key(what: str) -> str:
    """The key of the row that counts the uses of *what*."""
    return keyed_digest(what, key=derive_key(settings.secret_key, "allowances")).hex()


def _count(what: str, *, most: int, window: timedelta, apart: timedelta) -> Use:
    key = use_key(what)
    for _ in range(_TRIES):
        now, found = clock.now(), _find(key)
        wait = timedelta(0) if found is None else _wait(found, now, most=most, window=window, apart=apart)
        if wait:
            return Use(allowed=False, wait=wait)  # refused without writing, for it may be asked thousands of times
        if _begin(key, now) if found is None else _add(key, found, now, most=most, window=window, apart=apart):
            return Use(allowed=True)
    return Use(allowed=False, wait=apart)


def _add(key: str, found: _Counted, now: datetime, *, most: int, window: timedelta, apart: timedelta) -> bool:
    """One more use; false if the row has changed since: another use took what was free, or a right code cleared it.

    It is one statement, as the first use is. So the time that it takes does not tell whether somebody was counted by
    another name before.
    """
    this = (ThrottleCount.key == key, *((ThrottleCount.last_at <= now - apart,) if apart else ()))
    if found.since <= now - window:
        lapsed = update(ThrottleCount).where(*this, ThrottleCount.since <= now - window)
        return write_alone(lapsed.values(count=1, since=now, last_at=now)) == 1
    again = update(ThrottleCount).where(*this, ThrottleCount.since > now - window, ThrottleCount.count < most)
    return write_alone(again.values(count=ThrottleCount.count + 1, last_at=now)) == 1


def _find(key: str) -> _Counted | None:
    return next((_Counted(*row) for row in _FOUND.rows(of=key)), None)


def _wait(found: _Counted, now: datetime, *, most: int, window: timedelta, apart: timedelta) -> timedelta:
    """How long to wait, as it looks at the moment."""
    rest = found.since + window - now if found.uses >= most else timedelta(0)
    # Without *apart* it does not matter that another process, by its clock, was a moment later than we are.
    return max(timedelta(0), rest, found.last_at + apart - now if apart else timedelta(0))


def _begin(key: str, now: datetime) -> bool:
    """Store the first use; false if another was first in this moment."""
    try:
        write_alone(_ROW, {"key": key, "scope": "use", "count": 1, "since": now, "last_at": now})
    except IntegrityError:
        return False
    return True
