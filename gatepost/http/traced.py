"""The span of each request, around all that is done for it."""

from collections.abc import Callable, Iterable
from typing import Any

from gatepost.http.client import comes_from_proxy
from gatepost.http.request_log import known_method, noted_refusal, route_of
from gatepost.traces import TRACES

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_HEADERS = {"HTTP_TRACEPARENT": "traceparent", "HTTP_TRACESTATE": "tracestate"}  # W3C Trace Context


class TracedRequests:
    """Wraps the WSGI application. The trace of a *trusted* proxy goes on; a client cannot choose one."""

    def __init__(self, application: WSGI, *, trusted: tuple[str, ...]) -> None:
        self._application, self._trusted = application, trusted

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if TRACES.tracer is None:
            return self._application(environ, start_response)
        status_line = "500"

        def start(status: str, *rest: Any) -> Any:
            nonlocal status_line
            status_line = status
            return start_response(status, *rest)

        with TRACES.tracer.request(self._parent(environ)) as span:
            try:
                return self._application(environ, start)
            finally:
                span.end(
                    method=known_method(environ),
                    route=route_of(environ),
                    status=int(status_line[:3]),
                    code=noted_refusal(environ),
                )

    def _parent(self, environ: dict[str, Any]) -> dict[str, str]:
        if not comes_from_proxy(environ, self._trusted):
            return {}
        return {header: environ[name] for name, header in _HEADERS.items() if name in environ}
