"""Count what happened in each hour: events of the record, messages, and codes by SMS.

Each count reads a range of one index, and at most MOST_COUNTED entries of it, the newest ones. So a busy week makes no
page slow; its older hours are then not counted, and *complete* is false.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, select

from gatepost import clock
from gatepost.audit.events import EventName
from gatepost.audit.models import AuditEvent
from gatepost.database import read_all
from gatepost.messaging.message import CHANNELS, Channel
from gatepost.outbox.models import Outbox
from gatepost.throttling.sms_hours import SmsHour

MOST_COUNTED = 100_000
HOUR = timedelta(hours=1)


class Counts(NamedTuple):
    """How many in each hour, the earliest first; *complete*: all of them were counted."""

    by_hour: list[int]
    complete: bool


class SmsCounts(NamedTuple):
    """Codes by SMS that were sent, and those that came back: in each hour, and by country (ISO 3166-1 alpha-2)."""

    sent: list[int]
    answered: list[int]
    by_country: list[tuple[str, int, int]]


def last_hours(number: int) -> list[datetime]:
    """When the last *number* hours began, the present one among them, the earliest first."""
    present = clock.now().replace(minute=0, second=0, microsecond=0)
    return [present - HOUR * back for back in reversed(range(number))]


def count_events(event: EventName, hours: list[datetime], *, most: int = MOST_COUNTED) -> Counts:
    """Count the lines of this *event* in these *hours*."""
    newest = select(AuditEvent.at.label("at")).where(AuditEvent.event == event, AuditEvent.at >= hours[0])
    newest = newest.order_by(AuditEvent.at.desc()).limit(most)
    return _counts(_read_by_hour(newest), hours, most)


def count_messages(hours: list[datetime], *, most: int = MOST_COUNTED) -> dict[Channel, Counts]:
    """Count the messages of each channel that were put into the outbox in these *hours*."""
    newest = select(Outbox.created_at.label("at"), Outbox.channel.label("channel"))
    newest = newest.where(Outbox.created_at >= hours[0]).order_by(Outbox.created_at.desc()).limit(most)
    rows = _read_by_hour(newest, "channel")
    return {channel: _counts(rows, hours, most, channel) for channel in CHANNELS}


def count_sms_codes(hours: list[datetime]) -> SmsCounts:
    """Add the codes by SMS of these *hours* up: a row is a country and hour, so there are few."""
    sums = (func.sum(SmsHour.sent), func.sum(SmsHour.answered))
    since = SmsHour.hour >= hours[0]
    by_hour = {hour: row for hour, *row in read_all(select(SmsHour.hour, *sums).where(since).group_by(SmsHour.hour))}
    none = (0, 0)
    sent, answered = zip(*([int(each) for each in by_hour.get(hour, none)] for hour in hours), strict=True)
    rows = read_all(select(SmsHour.country, *sums).where(since).group_by(SmsHour.country))
    countries = sorted(((country, int(out), int(back)) for country, out, back in rows), key=lambda row: -row[1])
    return SmsCounts(list(sent), list(answered), countries)


def _read_by_hour(newest: Select[*tuple[Any, ...]], *also: str) -> list[tuple[Any, ...]]:
    """The number of rows of *newest* in each hour, and of each value of *also*."""
    rows = newest.subquery()
    hour, others = _hour_of(rows.c.at), [rows.c[name] for name in also]
    counted = select(hour, func.count(), *others).group_by(hour, *others)
    return [tuple(row) for row in read_all(counted)]


def _hour_of(moment: ColumnElement[datetime]) -> ColumnElement[str]:
    """Such as ``2026-11-30 20``: how each engine writes a moment, because connections are in UTC."""
    return func.substr(cast(moment, String(40)), 1, 13)


def _counts(rows: list[tuple[Any, ...]], hours: list[datetime], most: int, *of: str) -> Counts:
    found = {row[0]: row[1] for row in rows if row[2:] == of}
    return Counts([found.get(f"{hour:%Y-%m-%d %H}", 0) for hour in hours], sum(row[1] for row in rows) < most)
