"""Metrics and traces of this process, where the settings ask for them. Their libraries are imported only then."""

from importlib import import_module

import structlog
from flask import Flask

from gatepost.metrics import METRICS
from gatepost.settings import BadSettings, Settings

log = structlog.get_logger("gatepost")


def begin_to_observe(settings: Settings) -> None:
    """Record the metrics and traces of this process from now on. Raises BadSettings."""
    if settings.metrics:
        try:
            import_module("gatepost.metrics.recorder").start(settings.instance)
        except OSError as error:  # such as a full disk: to serve is more important
            log.warning("metrics.off", error=error.strerror)
    if settings.traces:
        try:
            exporting = import_module("gatepost.traces.exporting")
        except ImportError:
            raise BadSettings("GATEPOST_TRACES: OpenTelemetry is missing; pip install 'gatepost[otel]'") from None
        exporting.start()


def watch_gauges(app: Flask) -> None:
    """Read the gauges of this process every second, if its metrics are recorded."""
    if METRICS.recorder is not None:
        import_module("gatepost.serving.gauges").Gauges(app, METRICS.recorder).start()
