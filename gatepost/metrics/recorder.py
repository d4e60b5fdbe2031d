"""Records metrics by prometheus_client, in its mode for several processes. Imported only where metrics are on."""

import os
from functools import partial
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client import values as prometheus_values

from gatepost.metrics import METRICS
from gatepost.metrics.catalogue import CATALOGUE, Metric
from gatepost.metrics.folder import MetricsFolder

_multiprocess: Any = multiprocess  # typed only in part
_values: Any = prometheus_values
_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


class PrometheusRecorder:
    """The recorder of this process, beside those of the others in *folder*."""

    def __init__(self, folder: MetricsFolder) -> None:
        self._folder = folder
        os.environ[_VARIABLE] = str(folder.path)  # the library knows no other way to be told
        _values.ValueClass = _values.MultiProcessValue(folder.number)
        self._metrics = {metric.name: _make(metric) for metric in CATALOGUE}

    @property
    def process(self) -> str:
        return str(self._folder.number())

    def add(self, metric: Metric, amount: float, *labels: str) -> None:
        self._child(metric, labels).inc(amount)

    def observe(self, metric: Metric, seconds: float, *labels: str) -> None:
        self._child(metric, labels).observe(seconds)

    def set(self, metric: Metric, value: float, *labels: str) -> None:
        self._child(metric, labels).set(value)

    def render(self) -> bytes:
        return render(self._folder)

    def _child(self, metric: Metric, labels: tuple[str, ...]) -> Any:
        made = self._metrics[metric.name]
        return made.labels(*labels) if labels else made


def open_folder(instance: Path) -> MetricsFolder:
    """The folder for the metrics of the service whose data folder is *instance*."""
    path = instance / "metrics"
    return MetricsFolder(path, partial(_multiprocess.mark_process_dead, path=str(path)))


def start(instance: Path) -> None:
    """Record the metrics of this process from now on. Raises OSError on a full disk."""
    METRICS.recorder = PrometheusRecorder(open_folder(instance))


def render(folder: MetricsFolder) -> bytes:
    """The metrics of all processes, in the text format of Prometheus."""
    folder.forget_the_dead()
    registry = CollectorRegistry()
    _multiprocess.MultiProcessCollector(registry, str(folder.path))
    return generate_latest(registry)


def _make(metric: Metric) -> Any:
    shape: dict[str, Any] = {"registry": None}
    match metric.kind:
        case "counter":
            return Counter(metric.name, metric.meaning, metric.labels, **shape)
        case "gauge":
            return Gauge(metric.name, metric.meaning, metric.labels, multiprocess_mode=metric.mode, **shape)
    return Histogram(metric.name, metric.meaning, metric.labels, buckets=metric.buckets, **shape)
