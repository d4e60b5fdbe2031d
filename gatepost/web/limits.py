"""Rate limits, as the endpoints declare them: by user or registered client, else by the address that asks.

Each process counts for itself.
"""

import math
from dataclasses import dataclass

from flask import request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from gatepost import clock
from gatepost.errors import TooManyRequests
from gatepost.web.client import client_address


@dataclass(frozen=True, slots=True)
class Unlimited:
    """No limit, said by name, and why none is needed."""

    why: str

    def __str__(self) -> str:
        return "unlimited"


class Limiter:
    """Counts the requests of one application."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, limit: str | Unlimited, *, endpoint: str, who: str | None) -> None:
        """Count a request of *who* (None: of whoever is at its address) to *endpoint*.

        Raises TooManyRequests when it is one more than *limit* allows.
        """
        if isinstance(limit, Unlimited):
            return
        who = who or client_address(request.environ)
        allowed = parse(limit)
        if not self._limiter.hit(allowed, endpoint, who):
            reset = self._limiter.get_window_stats(allowed, endpoint, who).reset_time
            wait = max(1, math.ceil(reset - clock.now().timestamp()))
            raise TooManyRequests(headers={"Retry-After": str(wait)})
