"""One run of all tests in two, so that one of them can be measured and the other need not be.

``./dev test --servers`` runs the tests on MariaDB and PostgreSQL that SQLite has too, and those that are marked
``walks_again``, because they send to every endpoint what other tests send to each. ``--rest`` runs all others, which so
are enough to measure. Without it a run has both.
"""

import os

import pytest

SERVERS, REST = "servers", "rest"


def chosen() -> str:
    """The part of this run; empty if it has both. Raises UsageError."""
    part = os.environ.get("GATEPOST_TEST_PART", "")
    if part not in ("", SERVERS, REST):
        raise pytest.UsageError(f"GATEPOST_TEST_PART is {part!r}; there are {SERVERS} and {REST}")
    return part


def is_in_other_part(item: pytest.Item) -> bool:
    """Whether *item* runs in the other part."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    again = parameters.get("engine", "sqlite") != "sqlite" or item.get_closest_marker("walks_again") is not None
    part = SERVERS if again else REST
    return chosen() not in ("", part)
