"""What became of the tests of a mutant.

A mutant is killed when a test ran and failed. A test that could not be collected or set up, was skipped, or took too
long does not count, because nobody would know the reason.
"""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

_PASSED, _FAILED = 0, 1  # pytest's own: what is not collected or cannot be run has other numbers


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the tests, in *words*; *told* is all that pytest said, *imported* the libraries that they use."""

    words: str
    killed: bool = False
    passed: bool = False
    seconds: float = 0
    told: str = ""
    imported: tuple[str, ...] = ()


def read_verdict(status: int, report: Path, *, seconds: float, told: str) -> Verdict:
    """The verdict of a run of pytest that ended with *status* and wrote *report*."""
    if not report.exists():
        return Verdict(f"pytest ended with {status}", seconds=seconds, told=told)
    cases = list(ET.parse(report).iter("testcase"))
    failed, skipped, broken = (_names(cases, outcome) for outcome in ("failure", "skipped", "error"))
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


def _names(cases: list[ET.Element], outcome: str) -> list[str]:
    return [case.get("name", "") for case in cases if case.find(outcome) is not None]
