"""Run some tests in a copy of the source, and tell what became of them."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

_LONGEST, _ALL = 300, 1800  # seconds for the tests of one mutant, and for all tests together
_PASSED, _FAILED = 0, 1  # pytest's own: what is not collected or cannot be run has other numbers


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the tests, in *words*; *told* is all that pytest said."""

    words: str
    killed: bool = False
    passed: bool = False
    seconds: float = 0
    told: str = ""


def run_tests(tests: Sequence[str], root: Path, *, processors: int = 0) -> Verdict:
    """Run *tests* on SQLite in the copy at *root*, up to the first that fails."""
    begun, report = time.monotonic(), root / "report.xml"
    options = ["-q", "-x", "--no-header", "--tb=short", "-p", "no:cacheprovider"]
    options += ["-p", "xdist.plugin", "-n", str(processors)] if processors else []
    places = [f"--junitxml={report}", f"--basetemp={root / 'tmp'}"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GATEPOST_", "PYTEST_"))}
    environment |= {
        "GATEPOST_TEST_ENGINES": "sqlite",
        "PYTHONPATH": str(root),  # before the checkout, which .venv knows
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # they take half of the time, and no test that is named needs one
    }
    command = [sys.executable, "-m", "pytest", *options, *places, *tests]
    try:
        ran = subprocess.run(
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_ALL if processors else _LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Verdict("the tests took too long", seconds=time.monotonic() - begun)
    seconds = time.monotonic() - begun
    if not report.exists():
        return Verdict(f"pytest ended with {ran.returncode}", seconds=seconds, told=ran.stdout)
    return _judge(ran.returncode, ET.parse(report).getroot(), seconds=seconds, told=ran.stdout)


def _judge(status: int, report: ET.Element, *, seconds: float, told: str) -> Verdict:
    cases = list(report.iter("testcase"))
    failed = [case.get("name", "") for case in cases if case.find("failure") is not None]
    skipped = [case.get("name", "") for case in cases if case.find("skipped") is not None]
    broken = [case.get("name", "") for case in cases if case.find("error") is not None]
    if broken:
        words = f"an error instead of a failure: {broken[0]}"
    elif skipped:
        words = f"skipped: {skipped[0]}"
    elif failed:
        words = failed[0]
    else:
        words = f"{len(cases)} tests passed"
    killed = status == _FAILED and bool(failed) and not broken
    return Verdict(words, killed, status == _PASSED and bool(cases) and not skipped, seconds, told)
