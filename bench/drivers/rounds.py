"""Many short rounds: in each, every driver does the same, one after the other, in a process that was started before."""

import pickle
import subprocess
import sys
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.drivers.candidates import Installed
from bench.drivers.database import Database
from bench.environment import CannotMeasure

WORKER = Path(__file__).with_name("worker.py")
# operation, threads, and how often in a round
OPERATIONS = (
    ("look-up-1", 1, 60),
    ("look-up-1", 2, 60),
    ("look-up-16", 1, 30),
    ("look-up-16", 2, 30),
    ("rotate", 1, 40),
    ("connect", 1, 10),
)
_STARTS = 5


@dataclass
class Figures:
    """The measures of one driver: for each operation the rounds, in µs of CPU and of time per operation."""

    cpu: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    wall: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    imports: list[tuple[float, float]] = field(default_factory=list)  # seconds of CPU, MiB

    def ratio(self, other: "Figures", operation: tuple[str, int]) -> float:
        """The median of the rounds' own ratios of CPU to *other*."""
        pairs = zip(self.cpu[operation], other.cpu[operation], strict=True)
        return median(own / its for own, its in pairs)


class _Worker:
    def __init__(self, installed: Installed, python: Path, *first: Any) -> None:
        self.name = installed.candidate.key
        command, environment = [str(python), str(WORKER)], installed.environment()
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.imported = self.order((self.name, *first))

    def order(self, what: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        try:
            pickle.dump(what, self.process.stdin)
            self.process.stdin.flush()
            return pickle.load(self.process.stdout)
        except (EOFError, BrokenPipeError):
            raise CannotMeasure(f"{self.name} failed, as it says above") from None

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def measure(drivers: list[Installed], python: Path, database: Database, rounds: int) -> dict[str, Figures]:
    """The figures of each driver. The first round is discarded. Raises CannotMeasure if two give different rows."""
    figures = {each.candidate.key: Figures() for each in drivers}
    for _ in range(_STARTS):
        for each in drivers:
            worker = _Worker(each, python, None, None)
            worker.end()
            figures[worker.name].imports.append(worker.imported)
    with ExitStack() as stack:
        workers = []
        for place, each in enumerate(drivers):
            statements = [database.statements(2 * place), database.statements(2 * place + 1)]
            workers.append(_Worker(each, python, database.address, statements))
            stack.callback(workers[-1].end)
        for number in range(rounds + 1):
            order = workers[number % len(workers) :] + workers[: number % len(workers)]
            for operation, threads, times in OPERATIONS:
                rows = {}
                for worker in order:
                    seconds, cpu, found = worker.order((operation, threads, times))
                    rows[worker.name] = sorted(found, key=str)
                    if number:
                        mine, done = figures[worker.name], threads * times
                        mine.cpu[operation, threads].append(cpu / done * 1e6)
                        mine.wall[operation, threads].append(seconds / done * 1e6)
                _compare(operation, rows)
            print(f"round {number or '0, discarded'}", end="\r", file=sys.stderr)
    return figures


def _compare(operation: str, rows: dict[str, Any]) -> None:
    first, *others = rows
    for other in others:
        if rows[other] != rows[first]:
            raise CannotMeasure(f"{operation}: {first} gives {rows[first][:1]}, {other} {rows[other][:1]}")
