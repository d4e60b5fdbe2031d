"""Verify that the record is what was written: follow the chain from one end to the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from gatepost.audit.chain import FIRST, LAST, LINE, End, Line, find_ends, seal_of
from gatepost.audit.details import match_digest
from gatepost.audit.models import AuditChain, AuditEvent
from gatepost.audit.seal import WAITING
from gatepost.database import read_all

_BATCH = 1000
_TRIES = 5


@dataclass(slots=True)
class Verdict:
    """The result of a verification. The record is whole if there are no *problems*."""

    lines: int = 0
    waiting: int = 0
    sequence: int = 0
    seal: str = ""
    problems: list[str] = field(default_factory=list)


def verify_chain(noted: tuple[int, str] | None = None) -> Verdict:
    """Follow the chain. *noted* is the number and seal of a line, as an operator noted it elsewhere.

    Without it, an older copy that was put in the place of the record goes unnoticed.
    """
    return _verify(noted, proven=True)[0]


def verify_unproven_chain() -> tuple[Verdict, dict[str, End]]:
    """Follow the chain, but ignore the proofs of its ends: is it whole in itself? Returns the ends, too."""
    return _verify(None, proven=False)


def _verify(noted: tuple[int, str] | None, *, proven: bool) -> tuple[Verdict, dict[str, End]]:
    """Try again if the record has grown meanwhile, or lost its oldest lines: that alone can look like a problem."""
    for _ in range(_TRIES):
        ends, verdict = find_ends(), Verdict()
        verdict.problems += _wrong_ends(ends, proven=proven)
        if not verdict.problems:
            _follow(ends[FIRST], ends[LAST], noted, verdict)
        if not verdict.problems or find_ends() == ends:
            break
    return verdict, ends


def _wrong_ends(ends: dict[str, End], *, proven: bool) -> Iterator[str]:
    for name in (FIRST, LAST):
        if name not in ends:
            yield f"The {name} end of the chain is missing."
        elif proven and not ends[name].is_proven(name):
            yield (
                f"The {name} end of the chain is not proven with this SECRET_KEY: it was changed, or the key was. "
                "After a change of the key: gatepost audit accept."
            )


def _follow(first: End, last: End, noted: tuple[int, str] | None, verdict: Verdict) -> None:
    """Follow the chain from *first* to *last*, up to the first problem."""
    expected, before = first.sequence, first.seal
    seen = {expected: before} if noted and noted[0] == expected else {}
    for sequence, seal, details, line in _sealed(first.sequence, last.sequence):
        expected += 1
        if sequence != expected:
            verdict.problems.append(f"Line {expected} is missing.")
            return
        before = seal_of(line, sequence=sequence, before=before)
        if seal != before:
            verdict.problems.append(f"Line {sequence} is not what was sealed, or not in its place.")
            return
        if details is not None and not match_digest(line.details_digest, details):
            verdict.problems.append(f"From where it was done is not what was written of line {sequence}.")
            return
        if noted and noted[0] == sequence:
            seen[sequence] = before
        verdict.lines += 1
    verdict.sequence, verdict.seal = expected, before
    if (expected, before) != (last.sequence, last.seal):
        verdict.problems.append(f"The chain ends at line {expected}; it was sealed up to line {last.sequence}.")
    if noted:
        verdict.problems += _compare(noted, seen, first)
    verdict.problems += _beside_the_chain()
    verdict.waiting = _count(*WAITING)


def _compare(noted: tuple[int, str], seen: dict[int, str], first: End) -> Iterator[str]:
    number, seal = noted
    if number < first.sequence:
        yield f"Line {number}, which was noted, was removed for its age: note a later one."
    elif number not in seen:
        yield f"Line {number}, which was noted, is not there: the record was cut off."
    elif seen[number] != seal:
        yield f"Line {number} is not the one that was noted."


def _beside_the_chain() -> Iterator[str]:
    """Lines with a number from before the chain's beginning, or after its end, which others have put there.

    Each is one statement, because both ends move.
    """
    if extra := _count(AuditEvent.sequence <= _at(FIRST)):
        yield f"There are {extra} lines from before the chain's beginning."
    if extra := _count(AuditEvent.sequence > _at(LAST)):
        yield f"There are {extra} lines from after the chain's end."


def _at(name: str) -> ScalarSelect[int]:
    return select(AuditChain.sequence).where(AuditChain.name == name).scalar_subquery()


def _count(*which: ColumnElement[bool]) -> int:
    ((count,),) = read_all(select(func.count()).select_from(AuditEvent).where(*which))
    return int(count)


def _sealed(after: int, last: int) -> Iterator[tuple[int, str, str | None, Line]]:
    these = (AuditEvent.sequence, AuditEvent.seal, AuditEvent.details)
    while True:
        lines = select(*these, *LINE).where(AuditEvent.sequence > after, AuditEvent.sequence <= last)
        rows = read_all(lines.order_by(AuditEvent.sequence).limit(_BATCH))
        for sequence, seal, details, *line in rows:
            yield sequence, seal, details, Line(*line)
            after = sequence
        if len(rows) < _BATCH:
            return
