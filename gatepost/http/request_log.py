"""One log line for each request.

It skips the processors of other lines, because it is written at each request and needs no redaction: the path is the
declared one, so it holds nothing that a client sent.
"""

from collections.abc import Callable
from typing import Any

import orjson

from gatepost import clock

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


def timestamp() -> str:
    """The current time for log lines: UTC, to the millisecond (RFC 3339)."""
    return clock.now().isoformat(timespec="milliseconds")[:-6] + "Z"


class RequestLog:
    """Writes request lines. configure_logs() sets *write* and *json*; until then nothing is written."""

    def __init__(self) -> None:
        self.write: Callable[[str], None] | None = None
        self.json = False

    def add(self, environ: dict[str, Any], *, request_id: str, status: int, seconds: float) -> None:
        """Write the line of one request that took so many *seconds*."""
        if self.write is None:
            return
        method = environ.get("REQUEST_METHOD")
        line = {
            "timestamp": timestamp(),
            "level": "info",
            "event": "request",
            "request_id": request_id,
            "method": method if method in _METHODS else "other",
            "route": environ.get("gatepost.route", "(unknown)"),
            "status": status,
            "ms": round(seconds * 1000, 1),
            "user": environ.get("gatepost.user"),
        }
        self.write(orjson.dumps(line).decode() if self.json else readable(line))


def readable(event: dict[str, Any]) -> str:
    """*event* as one line: time, level, event, and the rest as name=value. Removes the first three from *event*."""
    time, level, what = event.pop("timestamp")[11:23], event.pop("level"), event.pop("event")
    rest = " ".join([f"{name}={value}" for name, value in event.items() if value not in (None, "-")])
    return f"{time} {level:<7} {what} {rest}"


REQUESTS = RequestLog()
