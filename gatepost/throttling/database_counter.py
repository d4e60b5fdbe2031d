"""Counting in the database, which all processes and machines share."""

from datetime import timedelta

from limits import RateLimitItem
from sqlalchemy import select

from gatepost import clock
from gatepost.database import read_all
from gatepost.throttling.count_use import count_use, use_key
from gatepost.throttling.counted import Counted
from gatepost.throttling.models import ThrottleCount


class DatabaseCounter:
    """Windows that begin with the first request in them; a request is a use."""

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        what, seconds = f"limit {allowed} {key}", allowed.get_expiry()
        window = timedelta(seconds=seconds)
        use = count_use(what, most=allowed.amount, window=window)
        now = select(ThrottleCount.count, ThrottleCount.since).where(ThrottleCount.key == use_key(what))
        for count, since in read_all(now):
            resets_in = (since + window - clock.now()).total_seconds()
            return Counted(use.allowed, max(0, allowed.amount - count), resets_in)
        return Counted(use.allowed, allowed.amount - 1, seconds)

    def is_local(self, allowed: RateLimitItem) -> bool:
        return False
