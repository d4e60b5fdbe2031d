"""docs/metrics.md: its queries ask for metrics and labels that exist."""

import re
from pathlib import Path

import pytest

from gatepost.app import ROOMS
from gatepost.metrics.catalogue import CATALOGUE, Metric
from tests.docs.blocks import blocks

PAGE = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text()
SHOWN = {
    name: metric
    for metric in CATALOGUE
    for name in (
        [f"{metric.name}{end}" for end in ("_bucket", "_sum", "_count")]
        if metric.kind == "histogram"
        else [metric.shown_as]
    )
}


def asked() -> list[tuple[Metric, set[str]]]:
    """Each metric of the queries, with the labels that its selector names."""
    found = re.findall(r"\b(gatepost_[a-z_]+)(?:\{([^}]*)\})?", PAGE)
    return [(SHOWN[name], set(re.findall(r"(\w+)=", selector))) for name, selector in found]


def test_every_query_asks_for_metrics_and_labels_that_exist() -> None:
    assert len(asked()) > 20
    assert [metric.name for metric, labels in asked() if not labels <= set(metric.labels)] == []


def test_every_grouping_is_by_labels_that_exist() -> None:
    known = {label for metric in CATALOGUE for label in metric.labels} | {"le"}
    groups = re.findall(r"\bby \(([^)]*)\)", PAGE)
    assert {label.strip() for group in groups for label in group.split(",")} <= known


def test_the_routes_of_the_queries_are_declared() -> None:
    declared = [endpoint.path for room in ROOMS for endpoint in room.endpoints]
    routes = re.findall(r'route=~?"([^"]*)"', PAGE)
    assert routes
    assert [route for route in routes if not any(re.fullmatch(route, path) for path in declared)] == []


def test_every_alert_has_a_first_step() -> None:
    (rules,) = [text for kind, text in blocks("docs/metrics.md") if kind == "yaml" and "alert:" in text]
    alerts = re.findall(r"alert: (\w+)", rules)
    assert alerts == re.findall(r"^\| (Gatepost\w+) \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize("metric", CATALOGUE, ids=lambda metric: metric.name)
def test_a_name_says_what_is_measured(metric: Metric) -> None:
    assert re.fullmatch(r"gatepost(_[a-z]+)+", metric.name)
    assert not metric.name.endswith(("_total", "_count", "_sum", "_bucket"))
    assert (metric.kind == "histogram") == bool(metric.buckets)
    assert metric.meaning.endswith(".")
