"""The tokens that a client keeps, and where it keeps them."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Session:
    """The tokens of a session. *id* is a random name of it, so that no call of one session is repeated in another."""

    id: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a client keeps: its session, and the token by which the service knows this device."""

    session: Session | None = None
    device: str = field(default="", repr=False)


class Store(Protocol):
    """A place for it: of one client, or of one after the other. Its methods return when the place has it."""

    def load(self) -> Kept:
        """The last that was saved; ``Kept()`` if nothing was."""

    def save(self, kept: Kept) -> None:
        """Keep *kept* in place of what was there."""


class MemoryStore:
    """Keeps it as long as the process runs."""

    def __init__(self) -> None:
        self._kept = Kept()

    def load(self) -> Kept:
        return self._kept

    def save(self, kept: Kept) -> None:
        self._kept = kept
