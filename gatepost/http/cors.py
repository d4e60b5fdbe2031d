"""CORS: pages of the configured origins may call the API from a browser, and no others.

CORS credentials are for the origins that may use session cookies (GATEPOST_BROWSER_ORIGINS). To all others they are
denied, because their tokens travel in a header that a page has to set.
"""

from typing import Any

from gatepost.settings import Settings

_METHODS = "GET, POST, PUT, PATCH, DELETE"
_SENT = "Authorization, Content-Type, Gatepost-Device, X-Request-ID"
_SENT_WITH_COOKIE = f"{_SENT}, Gatepost-CSRF"
_WITH_COOKIES = ("Access-Control-Allow-Credentials", "true")
_LIMITS = "RateLimit-Limit, RateLimit-Policy, RateLimit-Remaining, RateLimit-Reset, Retry-After"
_SHOWN = f"Gatepost-Device, Link, {_LIMITS}, WWW-Authenticate, X-Request-ID"
_REMEMBERED = "600"  # seconds for which a browser caches a preflight

Headers = list[tuple[str, str]]


class Cors:
    """Answers preflight requests, and lets pages of the configured origins read answers."""

    def __init__(self, settings: Settings) -> None:
        self._with_cookies = frozenset(settings.browser_origins)
        self._origins = self._with_cookies | frozenset(settings.cors_origins)

    def headers(self, environ: dict[str, Any]) -> Headers:
        """The CORS headers of an answer; ``Vary`` is there for every origin, so that caches keep them apart."""
        if not self._origins:
            return []
        origin = environ.get("HTTP_ORIGIN")
        if origin not in self._origins:
            return [("Vary", "Origin")]
        return [
            ("Vary", "Origin"),
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Expose-Headers", _SHOWN),
            *([_WITH_COOKIES] if origin in self._with_cookies else []),
        ]

    def preflight(self, environ: dict[str, Any]) -> Headers | None:
        """The headers of the answer, if this is a preflight request from a configured origin; otherwise None."""
        if environ["REQUEST_METHOD"] != "OPTIONS" or environ.get("HTTP_ORIGIN") not in self._origins:
            return None
        if "HTTP_ACCESS_CONTROL_REQUEST_METHOD" not in environ:
            return None
        is_with_cookies = environ["HTTP_ORIGIN"] in self._with_cookies
        return [
            ("Access-Control-Allow-Methods", _METHODS),
            ("Access-Control-Allow-Headers", _SENT_WITH_COOKIE if is_with_cookies else _SENT),
            ("Access-Control-Max-Age", _REMEMBERED),
            ("Content-Length", "0"),
        ]
