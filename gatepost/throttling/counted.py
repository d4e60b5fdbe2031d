"""A counter of requests for a limit, and its answer for each request."""

from typing import NamedTuple, Protocol

from limits import RateLimitItem, RateLimitItemPerSecond


class Counted(NamedTuple):
    """*allowed*: it was within the limit; *resets_in*: seconds until there is room again, or more of it."""

    allowed: bool
    remaining: int
    resets_in: float


class Counter(Protocol):
    """Counts requests: in this process, or where all processes and machines count together."""

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        """Count a request of *key*, of which there may be so many."""

    def is_local(self, allowed: RateLimitItem) -> bool:
        """Whether this limit is counted in this process, which takes no time."""


def share(allowed: RateLimitItem, parts: int) -> RateLimitItem:
    """One of so many equal *parts* of what is allowed, but at least one."""
    return RateLimitItemPerSecond(max(1, allowed.amount // parts), allowed.get_expiry())
