"""The table of a run, in Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass

TITLES = ("fault", "engine", "acknowledged", "without an answer or 503", "lost", "wrong", "longest gap")


@dataclass(frozen=True)
class Row:
    """One fault on one engine; *gap* in seconds."""

    fault: str
    engine: str
    acknowledged: int
    unanswered: int
    lost: int
    wrong: int
    gap: float

    @property
    def cells(self) -> tuple[str, ...]:
        numbers = (self.acknowledged, self.unanswered, self.lost, self.wrong)
        return (self.fault, self.engine, *(f"{number:,}" for number in numbers), f"{self.gap:.1f} s")


def table(rows: Iterable[Row]) -> str:
    """All rows, and a last one with their sums."""
    rows = list(rows)
    lines = [_line(TITLES), _line(["---"] * len(TITLES)), *(_line(row.cells) for row in rows)]
    sums = [sum(getattr(row, name) for row in rows) for name in ("acknowledged", "unanswered", "lost", "wrong")]
    longest = max((row.gap for row in rows), default=0.0)
    return "\n".join([*lines, _line(["all", "", *(f"{each:,}" for each in sums), f"{longest:.1f} s"])]) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
