"""The steps of a call, without a way to take them: ``Client`` and ``AsyncClient`` take them, each in its own way.

A generator yields each step and is sent its outcome. If a step raises, the call ends there.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

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
    """Take these steps while no other call of the client takes such. Their result is the outcome."""

    steps: "Steps[Any]"


Step: TypeAlias = Send | Wait | Alone
Steps: TypeAlias = Generator[Step, Any, R]
