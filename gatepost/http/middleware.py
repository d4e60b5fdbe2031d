"""The outermost layer: request id, the headers of every answer, one log line, and the last resort for errors."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import structlog

from gatepost import clock
from gatepost.caller import request_id
from gatepost.crypto import random_name
from gatepost.database.deadline import begin_deadline, end_deadline
from gatepost.errors import InternalError
from gatepost.http.body import discard_unread
from gatepost.http.cookies import COOKIES, cookie_headers
from gatepost.http.cors import Cors
from gatepost.http.limits import rate_limit_headers
from gatepost.http.present import begin_request, end_request
from gatepost.http.request_log import REQUESTS, measure_request, note_refusal
from gatepost.metrics import METRICS
from gatepost.settings import Settings

log = structlog.get_logger("gatepost.request")

ARRIVED = "gatepost.arrived"  # when a server was sent the request, by the stopwatch; not earlier than its head
WAITED = "gatepost.waited"  # seconds that a server has already waited for the database for this request
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
]
_DEFAULTS = [
    ("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    ("Cache-Control", "no-store"),
]
_HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Middleware:
    """Wraps the WSGI application."""

    def __init__(
        self, application: WSGI, settings: Settings, *, last_resort: Callable[[Callable[..., Any]], Iterable[bytes]]
    ) -> None:
        """*last_resort* answers if the application itself fails."""
        self._application, self._last_resort = application, last_resort
        secure = (settings.public_url or "").startswith("https://")
        self._headers = [*_HEADERS, *([_HSTS] if secure else []), *_DEFAULTS]
        self._names = {name for name, _ in self._headers}
        self._database_timeout = settings.database_timeout.total_seconds()
        self._trusted = settings.trusted_proxies
        self._cors = Cors(settings) if settings.cors_origins or settings.browser_origins else None

    def _without(self, own: set[str]) -> list[tuple[str, str]]:
        """The headers of every answer, but for those that this answer has itself."""
        return [header for header in self._headers if header[0] not in own]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        started = environ.get(ARRIVED) or clock.stopwatch()
        present = begin_request(environ)
        identifier = _identifier(environ)
        known_as = request_id.set(identifier)
        deadline = begin_deadline(self._database_timeout - environ.get(WAITED, 0.0))
        status_line = "500"

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            nonlocal status_line
            status_line = status
            own = {name for name, _ in headers}
            headers += self._headers if own.isdisjoint(self._names) else self._without(own)
            headers.append(("X-Request-ID", identifier))
            headers += rate_limit_headers(environ)
            if COOKIES in environ:
                headers += cookie_headers(environ)
            if self._cors is not None:
                headers += self._cors.headers(environ)
            return start_response(status, headers, exc_info)

        try:
            if self._cors is not None and (answer := self._cors.preflight(environ)) is not None:
                start("204 No Content", answer)
                return []
            return self._application(environ, start)
        except Exception as error:
            log.error("request.failed", exc_info=error)  # noqa: TRY400  the same line as in errors.py
            note_refusal(environ, InternalError.code)
            return self._last_resort(start)
        finally:
            if environ.get("CONTENT_LENGTH") or environ.get("HTTP_TRANSFER_ENCODING"):
                discard_unread(environ)
            seconds = clock.stopwatch() - started
            status = int(status_line[:3])
            REQUESTS.add(environ, request_id=identifier, status=status, seconds=seconds, trusted=self._trusted)
            if METRICS.on:
                measure_request(environ, status=status, seconds=seconds)
            end_deadline(deadline)
            request_id.reset(known_as)
            end_request(present)


def _identifier(environ: dict[str, Any]) -> str:
    given = environ.get("HTTP_X_REQUEST_ID")
    if given and _REQUEST_ID.fullmatch(given):
        return str(given)
    return random_name()
