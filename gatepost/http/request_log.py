"""One log line for each request.

It skips the processors of other lines, because it is written at each request and needs no redaction: the path is the
declared one and the code is ours. Of what a client sent it holds the request id, and the address where the client
itself is the peer.
"""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson

from gatepost import clock
from gatepost.http.client import client_address
from gatepost.metrics import METRICS

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


_CODE = "gatepost.code"


def note_refusal(environ: dict[str, Any], code: str) -> None:
    """Remember the *code* of a refusal for the line of the present request."""
    environ[_CODE] = code


def timestamp() -> str:
    """The current time for log lines: UTC, to the millisecond (RFC 3339)."""
    now = clock.now()
    return f"{_second(now.replace(microsecond=0))}.{now.microsecond // 1000:03}Z"


@lru_cache(maxsize=1)
def _second(moment: datetime) -> str:
    """A whole second; it is the same for many lines."""
    return moment.isoformat()[:19]


class RequestLog:
    """Writes request lines. configure_logs() sets *write* and *json*; until then nothing is written."""

    def __init__(self) -> None:
        self.write: Callable[[str], None] | None = None
        self.json = False

    def add(
        self, environ: dict[str, Any], *, request_id: str, status: int, seconds: float, trusted: tuple[str, ...]
    ) -> None:
        """Write the line of one request that took so many *seconds*. *trusted* are the names of trusted proxies."""
        if self.write is None:
            return
        line = {
            "timestamp": timestamp(),
            "level": "info",
            "event": "request",
            "request_id": request_id,
            "method": known_method(environ),
            "route": route_of(environ),
            "status": status,
            "code": noted_refusal(environ),
            "ms": round(seconds * 1000, 1),
            "user": environ.get("gatepost.user"),
            "client": client_address(environ, trusted) or None,
        }
        self.write(orjson.dumps(line).decode() if self.json else readable(line))


def readable(event: dict[str, Any]) -> str:
    """*event* as one line: time, level, event, and the rest as name=value. Removes the first three from *event*."""
    time, level, what = event.pop("timestamp")[11:23], event.pop("level"), event.pop("event")
    rest = " ".join([f"{name}={value}" for name, value in event.items() if value not in (None, "-")])
    return f"{time} {level:<7} {what} {rest}"


def measure_request(environ: dict[str, Any], *, status: int, seconds: float) -> None:
    """Tell the metrics what the line of the request tells, but for its user and its client."""
    METRICS.request(
        method=known_method(environ),
        route=route_of(environ),
        status=status,
        seconds=seconds,
        code=noted_refusal(environ),
    )


def known_method(environ: dict[str, Any]) -> str:
    """The method of a request, or ``other``."""
    method = environ.get("REQUEST_METHOD")
    return str(method) if method in _METHODS else "other"


def route_of(environ: dict[str, Any]) -> str:
    """The declared path of a request, or ``(unknown)``."""
    return str(environ.get("gatepost.route", "(unknown)"))


def noted_refusal(environ: dict[str, Any]) -> str | None:
    """The code of a request's refusal, if it was refused."""
    return environ.get(_CODE)


REQUESTS = RequestLog()
