"""Count a use of several limits in one transaction, so that a request waits for the disk once."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from gatepost import clock
from gatepost.crypto import random_share
from gatepost.database import PreparedStatement, UtcTime, commit_once, db, is_conflict, write
from gatepost.errors import Unavailable
from gatepost.threads import pause
from gatepost.throttling.count_use import Use, use_key
from gatepost.throttling.models import ThrottleCount

_TRIES = 20  # each time another transaction was first
_LONGEST_PAUSE = 0.02  # seconds between two

_FOUND = PreparedStatement(select(ThrottleCount.count, ThrottleCount.since).where(ThrottleCount.key == bindparam("of")))
_FIRST = insert(ThrottleCount)
_THIS = update(ThrottleCount).where(ThrottleCount.key == bindparam("of"))
_BEGAN = bindparam("began", type_=UtcTime())
_ANEW = _THIS.where(ThrottleCount.since <= _BEGAN).values(count=1, since=bindparam("now"), last_at=bindparam("now"))
_ONE_MORE = _THIS.where(ThrottleCount.since > _BEGAN, ThrottleCount.count < bindparam("most")).values(
    count=ThrottleCount.count + 1, last_at=bindparam("now")
)


class Limit(NamedTuple):
    """*most* uses of *what* in a *window* that begins with the first."""

    what: str
    most: int
    window: timedelta


class _Row(NamedTuple):
    uses: int
    since: datetime


def count_together(*limits: Limit, beside: Callable[[], bool] | None = None) -> list[Use] | None:
    """Count a use of each of *limits* in turn, up to the first that allows none. Returns these uses.

    It is one transaction: none may be open here. *beside* counts something else in it; if that returns False, nothing
    is counted, and the result is None. A retry of the deed counts no second time. Raises Unavailable.
    """
    key = " ".join(limit.what for limit in limits)
    return commit_once(f"uses {key}", lambda: _count(limits, beside))


def _count(limits: Sequence[Limit], beside: Callable[[], bool] | None) -> list[Use] | None:
    for _ in range(_TRIES):
        now = clock.now()
        rows = [next((_Row(*row) for row in _FOUND.rows(of=use_key(limit.what))), None) for limit in limits]
        try:
            uses = _add_each(limits, rows, now)
            if uses is not None:
                if beside is not None and not beside():
                    db.session.rollback()
                    return None
                db.session.commit()
                return uses
        except DBAPIError as error:  # another transaction was first, or this one clashed with it
            if not isinstance(error, IntegrityError) and not is_conflict(error):
                raise
        db.session.rollback()
        pause(random_share() * _LONGEST_PAUSE)
    raise Unavailable


def _add_each(limits: Sequence[Limit], rows: Sequence[_Row | None], now: datetime) -> list[Use] | None:
    """Add one to each row, up to the first that is full; None if one has changed since it was read."""
    uses: list[Use] = []
    for limit, row in zip(limits, rows, strict=True):
        if row is not None and row.uses >= limit.most and row.since > now - limit.window:
            return [*uses, Use(allowed=False, wait=row.since + limit.window - now)]
        if not _add(limit, row, now):
            return None
        uses.append(Use(allowed=True))
    return uses


def _add(limit: Limit, row: _Row | None, now: datetime) -> bool:
    key, began = use_key(limit.what), now - limit.window
    if row is None:
        write(_FIRST, {"key": key, "scope": "use", "count": 1, "since": now, "last_at": now})
        return True
    if row.since <= began:
        return write(_ANEW, {"of": key, "began": began, "now": now}) == 1
    return write(_ONE_MORE, {"of": key, "began": began, "now": now, "most": limit.most}) == 1
