"""Claim an attempt to prove who one is, before anything is looked at (NIST SP 800-63B-4 section 3.2.2, ASVS 6.3.1).

It is counted as a failure, and committed; the right proof clears that (clear.py). So of any number of guesses at once,
in any number of processes, no more are looked at than there may be.
"""

import math
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Update, bindparam, insert, or_, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from gatepost import clock
from gatepost.crypto import random_share
from gatepost.database import PreparedStatement, db, is_conflict, write
from gatepost.errors import TooManyFailures, Unavailable
from gatepost.settings import settings
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.models import FailedAttempts

FREE = 5  # failures of a device; after them it has to wait
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=1)
MOST = 100  # wrong passwords in a row, of all devices together; then no password is right
_IN_FLIGHT = timedelta(seconds=2)  # a claim that is younger may be of a right password, whose hash is worked out
_TRIES = 20  # each time another was first
_LONGEST_PAUSE = 0.02  # seconds between two

_FOUND = PreparedStatement(
    select(FailedAttempts.key, FailedAttempts.failures, FailedAttempts.last_at).where(
        or_(FailedAttempts.key == bindparam("device"), FailedAttempts.key == bindparam("total"))
    )
)
_ROW = insert(FailedAttempts)
_ONE_MORE = (
    update(FailedAttempts)
    .where(FailedAttempts.key == bindparam("of"))
    .values(failures=FailedAttempts.failures + 1, last_at=bindparam("now"), user_uuid=bindparam("whose"))
)
_BELOW = _ONE_MORE.where(FailedAttempts.failures < bindparam("most"))
_AFTER = _ONE_MORE.where(FailedAttempts.failures == bindparam("found"), FailedAttempts.last_at <= bindparam("until"))


class Attempt(NamedTuple):
    """It counts. *disabled*: there were so many before that no password is right; *last*: it is the hundredth."""

    disabled: bool = False
    last: bool = False


class TooManyInFlight(TooManyFailures):
    """Perhaps they are no failures: the last one was claimed just now."""


class Count(NamedTuple):
    """A row, as it was read."""

    failures: int
    last_at: datetime


def count_attempt(claimant: Claimant, *, of_code: bool = False) -> Attempt:
    """Count an attempt, as a transaction of its own; none may be open here.

    The same is done for accounts that do not exist. Raises TooManyFailures, without writing, for a device that has to
    wait after its failures; none has to without LIMITS. That *of_code* never waits: it takes one of the five free ones
    of the device, if one is left, and nothing of the hundred, for codes have a bound of their own.
    """
    device, total, user_uuid = claimant.device_key, claimant.total_key, claimant.user_uuid
    held_back = settings.limits and not of_code
    for _ in range(_TRIES):
        now = clock.now()
        found = {key: Count(*rest) for key, *rest in _FOUND.rows(device=device, total=total)}
        if held_back and device in found:
            _refuse_too_soon(found[device], now)
        row, attempt = {"user_uuid": user_uuid, "failures": 1, "last_at": now}, None
        try:
            if of_code:
                attempt = Attempt() if _count_code(device, found, row) else None
            elif _count_device(device, found, row, held_back=held_back):
                attempt = _count_total(total, found, row)
        except DBAPIError as error:  # another was the first, or clashed with it
            if not isinstance(error, IntegrityError) and not is_conflict(error):
                raise
        if attempt is not None:
            db.session.commit()
            return attempt
        db.session.rollback()
        threading.Event().wait(random_share() * _LONGEST_PAUSE)
    raise Unavailable


def delay_after(failures: int) -> timedelta:
    """How long a device waits after so many: 30 seconds after five, then twice as long each time, to an hour."""
    if failures < FREE:
        return timedelta(0)
    doublings = min(failures - FREE, 10)  # more would be longer than the longest anyway
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)


def _refuse_too_soon(count: Count, now: datetime) -> None:
    wait = count.last_at + delay_after(count.failures) - now
    if wait > timedelta(0) and count.failures >= FREE:
        seconds = max(1, math.ceil(wait.total_seconds()))
        refusal = TooManyInFlight if now - count.last_at < _IN_FLIGHT else TooManyFailures
        raise refusal(headers={"Retry-After": str(seconds)})


def _count_device(key: str, found: Mapping[str, Count], row: Mapping[str, Any], *, held_back: bool) -> bool:
    """One more for the device; false if it is not as it was found, so that somebody else has the free one."""
    this = found.get(key)
    if this is None:
        return _first(key, "device", row)
    if not held_back:
        return _add(_ONE_MORE, key, row)
    if this.failures < FREE:
        return _add(_BELOW, key, row, most=FREE)
    return _add(_AFTER, key, row, found=this.failures, until=row["last_at"] - delay_after(this.failures))


def _count_code(key: str, found: Mapping[str, Count], row: Mapping[str, Any]) -> bool:
    """The same for a code. It makes no wait longer: else a stranger could keep it at an hour without any guess."""
    this = found.get(key)
    if this is None:
        return _first(key, "device", row)
    return this.failures >= FREE or _add(_BELOW, key, row, most=FREE)


def _count_total(key: str, found: Mapping[str, Count], row: Mapping[str, Any]) -> Attempt | None:
    """One more for the account, up to MOST; None if it is not as it was found."""
    this = found.get(key)
    if this is None:
        _first(key, "total", row)
        return Attempt()
    if this.failures >= MOST:
        return Attempt(disabled=True)
    if _add(_BELOW, key, row, most=MOST - 1):
        return Attempt()
    return Attempt(last=True) if _add(_BELOW, key, row, most=MOST) else None


def _first(key: str, scope: str, row: Mapping[str, Any]) -> bool:
    write(_ROW, {"key": key, "scope": scope, **row})
    return True


def _add(statement: Update, key: str, row: Mapping[str, Any], **more: Any) -> bool:
    """The row is of whoever has the name now: another may have had it, or nobody."""
    return write(statement, {"of": key, "now": row["last_at"], "whose": row["user_uuid"], **more}) == 1
