"""A plugin of pytest, for ``./dev test --coverage``: measure what the tests cover, and fail where that is too little.

``[tool.coverage]`` in pyproject.toml says what is measured, in which processes, and how much is enough.
The report stands before pytest's closing line, which stays the last.
"""

import io

import pytest
from coverage import Coverage

# A worker, like every other process that the tests start, is measured by coverage's own hook before it comes here.
_measured = Coverage() if Coverage.current() is None else None
_report = io.StringIO()

if _measured:
    _measured.erase()
    _measured.start()


@pytest.hookimpl(trylast=True)  # the workers have ended and have written what they measured
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Combine what all processes measured; a total below the threshold fails the run.

    A worker saves what it measured now: the first process gives it ten seconds to end, and kills it then.
    """
    if not _measured:
        if measured := Coverage.current():
            measured.save()
        return
    _measured.stop()
    _measured.save()
    combined = Coverage()
    combined.combine()
    combined.save()
    total, enough = combined.report(file=_report), float(str(combined.get_option("report:fail_under")))
    if total >= enough:
        _report.seek(0)
        _report.truncate()
    _report.write(f"The tests cover {total:.1f} % of the package, branches counted; {enough:g} % is required.")
    if total < enough and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the total; above it, where it is too little, the lines that no test reached."""
    if _measured:
        terminalreporter.write_line(_report.getvalue())
