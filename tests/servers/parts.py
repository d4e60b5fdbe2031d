"""One run of all tests in two, so that one of them can be measured and the other need not be.

``./dev test --servers`` runs what walks where other tests walk: the tests on MariaDB and PostgreSQL that SQLite has
too, those that are marked ``walks_again``, because they send to every endpoint what other tests send to each, and the
cases of a parametrized test after the first few. ``--rest`` runs all others, which so are enough to measure. Without it
a run has both.
"""

import os
from collections import Counter
from collections.abc import Iterable

import pytest

SERVERS, REST = "servers", "rest"
MEASURED_CASES = 2  # of each parametrized test


def chosen() -> str:
    """The part of this run; empty if it has both. Raises UsageError."""
    part = os.environ.get("GATEPOST_TEST_PART", "")
    if part not in ("", SERVERS, REST):
        raise pytest.UsageError(f"GATEPOST_TEST_PART is {part!r}; there are {SERVERS} and {REST}")
    return part


def in_other_part(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Those of *items* that run in the other part. Cases count in the order of *items*."""
    part, cases = chosen(), Counter[str]()
    if not part:
        return []
    others = []
    for item in items:
        again = _walks_again(item)
        if not again:
            function = item.nodeid.partition("[")[0]
            cases[function] += 1
            again = cases[function] > MEASURED_CASES
        if again is (part == REST):
            others.append(item)
    return others


def _walks_again(item: pytest.Item) -> bool:
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return parameters.get("engine", "sqlite") != "sqlite" or item.get_closest_marker("walks_again") is not None
