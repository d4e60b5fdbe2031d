"""The steps of a call, without a way to take them: ``Client`` and ``AsyncClient`` take them, each in its own way.

A generator yields each step and is sent its outcome. If a step raises, the call ends there.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from gatepost_client.errors import GatepostError

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Send:
    """Send this request. Its outcome is the ``httpx.Response``."""

    method: str
    path: str
    query: dict[str, Any]
    body: Any
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Alone:
    """Take these steps while no other call of the client takes such. Their result is the outcome.

    *once*: names what they do, so that calls that wait to do the same share a failure.
    """

    steps: "Steps[Any]"
    once: str = ""


Step: TypeAlias = Send | Wait | Alone
Steps: TypeAlias = Generator[Step, Any, R]


class Failures:
    """The last failure of steps that were taken alone.

    Calls that waited for them have it, too. Otherwise ten calls would try one after the other, and the last would wait
    ten times as long.
    """

    def __init__(self) -> None:
        self.count = 0
        self._last: tuple[str, GatepostError] | None = None

    @contextmanager
    def shared(self, once: str, *, seen: int) -> Iterator[None]:
        """Raise the failure of the same steps, if there was one since *seen* were counted; note one of the block."""
        if once and self._last is not None and self._last[0] == once and self.count != seen:
            raise self._last[1]
        try:
            yield
        except GatepostError as error:
            self.count, self._last = self.count + 1, (once, error)
            raise
