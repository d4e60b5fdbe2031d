"""One log line for each request.

It is made of safe parts only (the path is the declared one, so it cannot hold what a client put there), and it is
written at each request: so it goes straight to the writer instead of through the processors of all other lines.
"""

from collections.abc import Callable
from typing import Any

import orjson

from gatepost import clock

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


def timestamp() -> str:
    """The present moment as log lines have it: UTC, to the millisecond (RFC 3339)."""
    return clock.now().isoformat(timespec="milliseconds")[:-6] + "Z"


class RequestLog:
    """Where request lines go, once it is known: configure_logs() sets it."""

    def __init__(self) -> None:
        self.write: Callable[[str], None] | None = None
        self.json = False

    def add(self, environ: dict[str, Any], *, request_id: str, status: int, seconds: float) -> None:
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
    """Time, level, what happened, and the rest as name=value."""
    time, level, what = event.pop("timestamp")[11:23], event.pop("level"), event.pop("event")
    rest = " ".join([f"{name}={value}" for name, value in event.items() if value not in (None, "-")])
    return f"{time} {level:<7} {what} {rest}"


REQUESTS = RequestLog()
