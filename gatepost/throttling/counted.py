"""What a counter says of a request that it has counted."""

from typing import NamedTuple, Protocol

from limits import RateLimitItem


class Counted(NamedTuple):
    """*allowed*: it was within the limit; *resets_in*: seconds until there is room again, or more of it."""

    allowed: bool
    remaining: int
    resets_in: float


class Counter(Protocol):
    """Counts requests: in this process, or where all processes and machines count together."""

    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        """Count a request of *key*, of which there may be so many."""
