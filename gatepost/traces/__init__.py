"""Traces: spans of requests and of their statements, by OpenTelemetry where the settings switch them on.

This module loads no library. ``exporting.py`` is imported only where traces are on.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol


class RequestSpan(Protocol):
    """The span of a request that is being served."""

    def end(self, *, method: str, route: str, status: int, code: str | None) -> None:
        """Tell what is known at the end; *route* is the declared one, never the path."""


class Tracer(Protocol):
    """Makes the spans of this process."""

    def request(self, parent: Mapping[str, str]) -> AbstractContextManager[RequestSpan]:
        """The span of a request; *parent* holds the W3C headers that a trusted proxy sent."""

    def statement(self, system: str, text: str) -> AbstractContextManager[object]:
        """The span of a statement without its values. Outside of a request there is none."""


class Traces:
    """The tracer of this process; None where traces are off."""

    def __init__(self) -> None:
        self.tracer: Tracer | None = None


TRACES = Traces()
