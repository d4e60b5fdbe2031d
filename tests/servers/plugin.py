"""What pytest calls: servers for the workers before they start, their end after the last test, and what was missing.

A run without workers starts a server when a test first uses it.
"""

from collections import Counter
from typing import Any

import pytest

from . import shared
from .night import is_left_out, note_whole_run
from .parts import in_other_part
from .server import CannotStart


def pytest_configure(config: pytest.Config) -> None:
    """A worker uses the servers of the process that started it."""
    if not hasattr(config, "workerinput"):
        note_whole_run(config)
    if handed := getattr(config, "workerinput", {}).get("gatepost_servers"):
        shared.take_over(handed)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what waits for the night, and what is in the other part."""
    later = [item for item in items if is_left_out(item)]
    later += in_other_part(item for item in items if not is_left_out(item))
    config.hook.pytest_deselected(items=later)
    left_out = set(later)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called for each worker before it starts."""
    try:
        node.workerinput["gatepost_servers"] = shared.hand_out()
    except CannotStart as failure:
        raise pytest.UsageError(str(failure)) from failure


def pytest_unconfigure() -> None:
    """After the last test, also after Ctrl-C."""
    shared.remove()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write one line for each missing program, with the number of skipped tests and the command that installs it."""
    reasons = [str(report.longrepr[2]) for report in terminalreporter.getreports("skipped") if report.longrepr]
    for reason, count in Counter(reason for reason in reasons if "./dev servers" in reason).items():
        terminalreporter.write_line(f"SKIPPED {count} tests: {reason.removeprefix('Skipped: ')}", yellow=True)
