"""Count codes by SMS by country and hour: those that are sent, within a budget, and those that come back.

A code is counted, and committed, before it is sent. So the budget holds for one process and for many.
"""

from datetime import datetime
from typing import Literal

import structlog
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.audit.record import record
from gatepost.database import commit_once, db, read_all, write, write_alone
from gatepost.metrics import METRICS
from gatepost.settings import settings
from gatepost.throttling.count_use import Use
from gatepost.throttling.sms_hours import SmsHour
from gatepost.throttling.sms_norm import HOUR, NORM_WINDOW, is_abnormal

_TRIES = 20  # each time the row has changed in this moment
_NO_BUDGET = 2**31 - 1

log = structlog.get_logger("gatepost")


def count_sms(country: str) -> Use:
    """Count a code by SMS to this *country*, as a transaction of its own; none may be open here.

    It is refused beyond SMS_BUDGET in an hour, and while far fewer codes come back than usual (sms_norm.py). The first
    refusal of an hour is an alarm. A retry of the deed counts no second one.
    """
    return commit_once(f"sms {country}", lambda: _count(country))


def count_answered(country: str) -> None:
    """Count a code that came back, after the deed has committed. No failure reaches the caller: it stays proven."""
    try:
        hour = _this_hour()
        for _ in range(_TRIES):
            if _add(country, hour, "answered") or _insert(country, hour, answered=1):
                METRICS.sms(country, "answered")
                return
    except Exception as error:  # of any kind: the answer to a deed that is stored must not be an error
        log.warning("sms.uncounted", country=country, error=type(error).__name__)


def find_stopped() -> list[str]:
    """The countries to which codes were refused in this hour or the one before."""
    stopped = (SmsHour.hour >= _this_hour() - HOUR, SmsHour.stopped_at.is_not(None))
    return sorted({country for (country,) in read_all(select(SmsHour.country).where(*stopped))})


def purge_sms_hours(most: int) -> int:
    """Remove up to *most* hours that no norm needs any more. Returns how many."""
    old = SmsHour.hour < clock.now() - NORM_WINDOW - 2 * HOUR
    hours = read_all(select(SmsHour.hour).where(old).distinct().limit(most))
    if not hours:
        return 0
    purged = write(delete(SmsHour).where(SmsHour.hour.in_([hour for (hour,) in hours])))
    db.session.commit()
    return min(purged, most)


def _count(country: str) -> Use:
    hour = _this_hour()
    wait = hour + HOUR - clock.now()
    if settings.sms_stop and is_abnormal(country, hour):
        _refuse(country, hour, "stopped")
        return Use(allowed=False, wait=wait)
    for _ in range(_TRIES):
        if _add(country, hour, "sent", most=settings.sms_budget or _NO_BUDGET) or _insert(country, hour, sent=1):
            METRICS.sms(country, "sent")
            return Use(allowed=True)
        if settings.sms_budget and _is_used_up(country, hour):
            _refuse(country, hour, "over_budget")
            break
    return Use(allowed=False, wait=wait)


def _refuse(country: str, hour: datetime, why: Literal["stopped", "over_budget"]) -> None:
    """Count a refusal. The first one of a country and hour is an alarm: an error in the log, and an event on record.

    The others write nothing, for there may be thousands.
    """
    METRICS.sms(country, why)
    known = select(SmsHour.stopped_at).where(SmsHour.country == country, SmsHour.hour == hour)
    if any(stopped_at is not None for (stopped_at,) in read_all(known)):
        return
    _insert(country, hour)
    this = (SmsHour.country == country, SmsHour.hour == hour, SmsHour.stopped_at.is_(None))
    first = write(update(SmsHour).where(*this).values(stopped_at=clock.now())) == 1
    if first:
        event: EventName = "sms.stopped" if why == "stopped" else "sms.over_budget"
        record(event, user_uuid=None)
        log.error("sms.refused", country=country, why=why)
    db.session.commit()


def _add(country: str, hour: datetime, what: Literal["sent", "answered"], *, most: int = _NO_BUDGET) -> bool:
    """One more; false if there is no row yet, or no room for another."""
    column = getattr(SmsHour, what)
    this = (SmsHour.country == country, SmsHour.hour == hour, column < most)
    return write_alone(update(SmsHour).where(*this).values({what: column + 1})) == 1


def _insert(country: str, hour: datetime, *, sent: int = 0, answered: int = 0) -> bool:
    """The row of an hour; false if there is one by now."""
    if read_all(select(SmsHour.hour).where(SmsHour.country == country, SmsHour.hour == hour)):
        return False
    row = {"country": country, "hour": hour, "sent": sent, "answered": answered}
    try:
        write_alone(insert(SmsHour).values(**row))
    except IntegrityError:
        return False
    return True


def _is_used_up(country: str, hour: datetime) -> bool:
    full = (SmsHour.country == country, SmsHour.hour == hour, SmsHour.sent >= settings.sms_budget)
    return bool(read_all(select(SmsHour.hour).where(*full)))


def _this_hour() -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0)
