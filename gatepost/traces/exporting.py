"""Spans by OpenTelemetry, sent by OTLP over HTTP as the standard OTEL_… variables say.

OpenTelemetry's own instrumentation of Flask is not used: it puts paths, addresses and user agents into its spans. These
spans hold the declared route, the status and statements without values. An error is named by its class alone.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from multiprocessing.util import Finalize
from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from gatepost import __version__
from gatepost.threads import start_thread
from gatepost.traces import TRACES

_FAILED = 500
_LONGEST_FLUSH = 2.0  # seconds at the end of a process


class _Request:
    """The span of a request."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def end(self, *, method: str, route: str, status: int, code: str | None) -> None:
        self._span.update_name(f"{method} {route}")
        self._span.set_attributes({"http.request.method": method, "http.route": route})
        self._span.set_attribute("http.response.status_code", status)
        if code is not None:
            self._span.set_attribute("gatepost.code", code)
        if status >= _FAILED:
            self._span.set_attribute("error.type", code or str(status))
            self._span.set_status(StatusCode.ERROR)


class OpenTelemetryTracer:
    """The tracer of this process."""

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("gatepost", __version__)
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def request(self, parent: Mapping[str, str]) -> Iterator[_Request]:
        context = self._propagator.extract(parent) if parent else None
        with self._span("request", context=context, kind=SpanKind.SERVER) as span:
            yield _Request(span)

    def statement(self, system: str, text: str) -> AbstractContextManager[object]:
        if not get_current_span().is_recording():
            return nullcontext()
        return self._statement(system, text)

    @contextmanager
    def _statement(self, system: str, text: str) -> Iterator[None]:
        attributes = {"db.system.name": system, "db.query.text": text}
        with self._span(text.split(maxsplit=1)[0], kind=SpanKind.CLIENT, attributes=attributes) as span:
            try:
                yield
            except Exception as error:
                span.set_attribute("error.type", type(error).__name__)
                span.set_status(StatusCode.ERROR)
                raise

    def _span(self, name: str, **more: Any) -> AbstractContextManager[Span]:
        """A span that does not record the text of an exception, because that may hold a value."""
        return self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False, **more)


class _Flush:
    """Sends the last spans at the end of the process, in a thread, because a receiver may not answer."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._ending, self._ended = threading.Event(), threading.Event()
        start_thread("traces", self._wait_and_send)

    def end(self) -> None:
        """Send them, for two seconds at most."""
        self._ending.set()
        self._ended.wait(_LONGEST_FLUSH)

    def _wait_and_send(self) -> None:
        self._ending.wait()
        self._provider.shutdown()
        self._ended.set()


def start() -> None:
    """Make spans in this process from now on."""
    resource = Resource({"service.name": "gatepost", "service.version": __version__})
    provider = TracerProvider(resource=resource.merge(OTELResourceDetector().detect()), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    Finalize(None, _Flush(provider).end, exitpriority=1)  # the server's workers end without atexit
    TRACES.tracer = OpenTelemetryTracer(provider)
