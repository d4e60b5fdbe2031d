"""What counting says."""

from typing import NamedTuple, Protocol

from limits import RateLimitItem


class Counted(NamedTuple):
    """What became of a request that was counted."""

    allowed: bool
    remaining: int
    resets_in: float  # seconds until there is room again, or more of it


class Counter(Protocol):
    def count(self, allowed: RateLimitItem, key: str) -> Counted:
        """Count a request of *key*, of which there may be so many."""
