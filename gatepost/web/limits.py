"""Rate limits, as the endpoints declare them: by user where one is signed in, else by the client's address.

Each process counts for itself.
"""

import math

from flask import request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from gatepost import clock
from gatepost.caller import Caller
from gatepost.errors import TooManyRequests
from gatepost.web.client import client_address


class Limiter:
    """Counts the requests of one application."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def spend(self, limit: str, *, endpoint: str, caller: Caller | None) -> None:
        """Count a request to *endpoint*. Raises TooManyRequests when it is one more than *limit* allows."""
        who = caller.uuid if caller else client_address(request.environ)
        allowed = parse(limit)
        if not self._limiter.hit(allowed, endpoint, who):
            reset = self._limiter.get_window_stats(allowed, endpoint, who).reset_time
            wait = max(1, math.ceil(reset - clock.now().timestamp()))
            raise TooManyRequests(headers={"Retry-After": str(wait)})
