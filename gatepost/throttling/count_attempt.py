"""Count an attempt to prove who one is, before it is looked at (NIST SP 800-63B-4 section 3.2.2, ASVS 6.3.1).

It is counted as a failure, and committed; the right proof clears that (clear_attempts.py). So of any number of guesses
at once, in any number of processes, no more are looked at than are allowed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Update, bindparam, insert, or_, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from gatepost import clock
from gatepost.crypto import random_share
from gatepost.database import PreparedStatement, commit_once, db, is_conflict, write
from gatepost.errors import Unavailable
from gatepost.settings import settings
from gatepost.threads import pause
from gatepost.throttling import waits
from gatepost.throttling.claimant import Claimant
from gatepost.throttling.models import ThrottleCount

MOST = 100  # wrong passwords in a row, of all devices together; then no password is right
_TRIES = 20  # each time another transaction was first
_LONGEST_PAUSE = 0.02  # seconds between two

_FOUND = PreparedStatement(
    select(ThrottleCount.key, ThrottleCount.count, ThrottleCount.last_at).where(
        or_(ThrottleCount.key == bindparam("device"), ThrottleCount.key == bindparam("total"))
    )
)
_ROW = insert(ThrottleCount)
_ONE_MORE = (
    update(ThrottleCount)
    .where(ThrottleCount.key == bindparam("of"))
    .values(count=ThrottleCount.count + 1, last_at=bindparam("now"), user_uuid=bindparam("whose"))
)
_BELOW = _ONE_MORE.where(ThrottleCount.count < bindparam("most"))
_AFTER = _ONE_MORE.where(ThrottleCount.count == bindparam("found"), ThrottleCount.last_at <= bindparam("until"))


class Attempt(NamedTuple):
    """It counts. *disabled*: there were so many before that no password is right; *last*: it is the hundredth."""

    disabled: bool = False
    last: bool = False


class Found(NamedTuple):
    """A row, as it was read."""

    failures: int
    last_at: datetime


def count_attempt(claimant: Claimant, *, of_code: bool = False) -> Attempt:
    """Count an attempt, as a transaction of its own; none may be open here.

    The same is done for accounts that do not exist. Raises TooManyFailures, without writing, for a device that has to
    wait after its failures; none has to without LIMITS. An attempt *of_code* never waits: it takes one of the five free
    failures of the device, if one is left, and none of the hundred, because codes have a limit of their own. A retry of
    the deed counts no second one.
    """
    device, total = claimant.device_key, claimant.total_key
    return commit_once(f"attempt {device} {total}", lambda: _count(device, total, claimant.user_uuid, of_code=of_code))


def _count(device: str, total: str, user_uuid: str | None, *, of_code: bool) -> Attempt:
    held_back = settings.limits and not of_code
    for _ in range(_TRIES):
        now = clock.now()
        found = {key: Found(*rest) for key, *rest in _FOUND.rows(device=device, total=total)}
        if held_back and device in found:
            waits.refuse_too_soon(*found[device], now)
        row, attempt = {"user_uuid": user_uuid, "count": 1, "last_at": now}, None
        try:
            if of_code:
                attempt = Attempt() if _count_code(device, found, row) else None
            elif _count_device(device, found, row, held_back=held_back):
                attempt = _count_total(total, found, row)
        except DBAPIError as error:  # another transaction was first, or this one clashed with it
            if not isinstance(error, IntegrityError) and not is_conflict(error):
                raise
        if attempt is not None:
            db.session.commit()
            return attempt
        db.session.rollback()
        pause(random_share() * _LONGEST_PAUSE)
    raise Unavailable


def _count_device(key: str, found: Mapping[str, Found], row: Mapping[str, Any], *, held_back: bool) -> bool:
    """One more for the device; false if the row has changed since, so that another attempt took what was free."""
    this = found.get(key)
    if this is None:
        return _first(key, "device", row)
    if not held_back:
        return _add(_ONE_MORE, key, row)
    if this.failures < waits.FREE:
        return _add(_BELOW, key, row, most=waits.FREE)
    return _add(_AFTER, key, row, found=this.failures, until=row["last_at"] - waits.wait_after(this.failures))


def _count_code(key: str, found: Mapping[str, Found], row: Mapping[str, Any]) -> bool:
    """The same for a code. It makes no wait longer: otherwise a stranger could keep it at an hour without any guess."""
    this = found.get(key)
    if this is None:
        return _first(key, "device", row)
    return this.failures >= waits.FREE or _add(_BELOW, key, row, most=waits.FREE)


def _count_total(key: str, found: Mapping[str, Found], row: Mapping[str, Any]) -> Attempt | None:
    """One more for the account, up to MOST; None if the row has changed since."""
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
    """The row takes the uuid of the user who has the name now: somebody else may have had it before, or nobody."""
    return write(statement, {"of": key, "now": row["last_at"], "whose": row["user_uuid"], **more}) == 1
