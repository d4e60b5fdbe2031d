"""What pytest calls: notes which test runs, brings together what the workers saw, and judges a whole run."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.servers import engines, parts

from .judge import missing
from .watch import Sent, Watch, Write

_CACHED = "gatepost/writes"  # by the part that runs before the rest

watch = Watch()
_lines: list[str] = []


def pytest_configure() -> None:
    watch.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    watch.marked = item.get_closest_marker("every_engine") is not None
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Called in the first process when a worker has ended."""
    _add(getattr(node, "workeroutput", {}).get("gatepost_writes", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A worker hands over what it saw; the first process fails the run if something is missing.

    A run of the part that comes first keeps what it saw for the run of the rest, which judges both.
    After a failure it is only told, because the tests that failed may be why.
    """
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["gatepost_writes"] = _plain()
        return
    if parts.chosen() == parts.SERVERS:
        _cache(session.config).set(_CACHED, _plain())
        return
    if parts.chosen() == parts.REST:
        _add(_cache(session.config).get(_CACHED, []))
        _cache(session.config).set(_CACHED, [])
    if exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and _is_whole(session.config):
        there = set(engines.selected()) - set(engines.missing())
        _lines.extend(missing(watch.sent, sorted(there)))
        if _lines:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _lines:
        terminalreporter.section("Writes that no test marked every_engine reaches", red=True)
        terminalreporter.write_line("\n".join(_lines))


def _plain() -> list[tuple[str, bool, tuple[str, ...], str]]:
    return [(each.engine, each.marked, tuple(each.write), each.place) for each in watch.sent]


def _add(plain: Iterable[Any]) -> None:
    watch.sent.update(Sent(engine, marked, Write(*write), place) for engine, marked, write, place in plain)


def _cache(config: pytest.Config) -> pytest.Cache:
    """The cache that pytest keeps from run to run; it is there, because no run of all tests is without it."""
    assert config.cache is not None
    return config.cache


def _is_whole(config: pytest.Config) -> bool:
    """All tests run on all their engines."""
    option = config.option
    chosen = option.keyword or option.markexpr or option.deselect or option.collectonly or getattr(option, "lf", False)
    return config.args_source == pytest.Config.ArgsSource.TESTPATHS and not chosen and engines.is_unrestricted()
