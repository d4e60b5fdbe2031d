"""Is the record what was written? Followed from one end of the chain to the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select

from gatepost.audit.chain import FIRST, LAST, LINE, End, Line, find_ends, seal_of
from gatepost.audit.models import AuditEvent
from gatepost.audit.seal import WAITING
from gatepost.database import read_all

_BATCH = 1000


@dataclass(slots=True)
class Verdict:
    """What was found. The record is whole if there is no *problem*."""

    lines: int = 0
    waiting: int = 0
    sequence: int = 0
    seal: str = ""
    problems: list[str] = field(default_factory=list)


def verify_chain(noted: tuple[int, str] | None = None) -> Verdict:
    """Follow the chain; *noted* is the number and seal of a line as somebody wrote it down elsewhere.

    Without that a record is not known from an older copy of itself that was put in its place.
    """
    verdict = Verdict()
    ends = _ends(verdict)
    for name, end in ends.items():
        if not end.is_proven(name):
            verdict.problems.append(
                f"The {name} end of the chain is not proven with this SECRET_KEY: it was changed, or the key was. "
                "After a change of the key: gatepost audit accept."
            )
    if not verdict.problems:
        _follow(ends[FIRST], ends[LAST], noted, verdict)
    return verdict


def verify_unproven_chain() -> tuple[Verdict, dict[str, End]]:
    """The same without a look at the proofs of the ends, and the ends: is it whole in itself?"""
    verdict = Verdict()
    ends = _ends(verdict)
    if not verdict.problems:
        _follow(ends[FIRST], ends[LAST], None, verdict)
    return verdict, ends


def _follow(first: End, last: End, noted: tuple[int, str] | None, verdict: Verdict) -> None:
    """From *first* to *last*, up to the first problem."""
    expected, before = first.sequence, first.seal
    seen = {expected: before} if noted and noted[0] == expected else {}
    for sequence, seal, line in _sealed(first.sequence):
        expected += 1
        if sequence != expected:
            verdict.problems.append(f"Line {expected} is missing.")
            return
        before = seal_of(line, sequence=sequence, before=before)
        if seal != before:
            verdict.problems.append(f"Line {sequence} is not what was sealed, or not in its place.")
            return
        if noted and noted[0] == sequence:
            seen[sequence] = before
        verdict.lines += 1
    verdict.sequence, verdict.seal = expected, before
    if (expected, before) != (last.sequence, last.seal):
        verdict.problems.append(f"The chain ends at line {expected}; it was sealed up to line {last.sequence}.")
    if noted:
        verdict.problems += _compare(noted, seen, first)
    verdict.problems += _beside_the_chain(first)
    verdict.waiting = _count(*WAITING)


def _compare(noted: tuple[int, str], seen: dict[int, str], first: End) -> Iterator[str]:
    number, seal = noted
    if number < first.sequence:
        yield f"Line {number}, which was noted, was removed for its age: note a later one."
    elif number not in seen:
        yield f"Line {number}, which was noted, is not there: the record was cut off."
    elif seen[number] != seal:
        yield f"Line {number} is not the one that was noted."


def _beside_the_chain(first: End) -> Iterator[str]:
    """Lines that carry a number from before the chain's beginning were put there by somebody else."""
    if extra := _count(AuditEvent.sequence <= first.sequence):
        yield f"There are {extra} lines from before the chain's beginning."


def _ends(verdict: Verdict) -> dict[str, End]:
    ends = find_ends()
    verdict.problems += [f"The {name} end of the chain is missing." for name in (FIRST, LAST) if name not in ends]
    return ends


def _count(*which: ColumnElement[bool]) -> int:
    ((count,),) = read_all(select(func.count()).select_from(AuditEvent).where(*which))
    return int(count)


def _sealed(after: int) -> Iterator[tuple[int, str, Line]]:
    while True:
        lines = select(AuditEvent.sequence, AuditEvent.seal, *LINE).where(AuditEvent.sequence > after)
        rows = read_all(lines.order_by(AuditEvent.sequence).limit(_BATCH))
        for sequence, seal, *line in rows:
            yield sequence, seal, Line(*line)
            after = sequence
        if len(rows) < _BATCH:
            return
