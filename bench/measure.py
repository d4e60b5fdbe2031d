"""Measures the servers in turn, round after round, so that a disturbance affects all of them."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import processes, wrk
from bench.load import Load
from bench.operations import CALM, GATEPOST, OPERATIONS, RAW, Operation
from bench.options import Options
from bench.raw import RawHashes
from bench.server import Server
from bench.subjects import WORKERS


@dataclass(frozen=True)
class Visited:
    """A running server with its loads."""

    server: Server
    loads: dict[str, Load]


@dataclass
class Results:
    """Runs by operation and server, in the order of the rounds; memory by the operation it was read after."""

    runs: dict[str, dict[str, list[wrk.Run]]] = field(default_factory=dict)
    samples: dict[str, dict[str, str]] = field(default_factory=dict)
    memory: dict[str, dict[str, processes.Memory]] = field(default_factory=dict)
    start_up: dict[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Generator:
    """wrk, and where its scripts are written."""

    path: str
    folder: Path


def measure(
    options: Options, generator: Generator, visited: dict[str, Visited], raw: RawHashes | None, results: Results
) -> None:
    """Measure the chosen operations, each in rounds, into *results*. A warm-up round is discarded."""
    for operation in (each for each in OPERATIONS if each.letter in options.only):
        _measure_one(operation, options, generator, visited, raw, results)
        results.memory[operation.letter] = {
            key: processes.memory(each.server.pid, WORKERS) for key, each in visited.items()
        }


def _measure_one(
    operation: Operation,
    options: Options,
    generator: Generator,
    visited: dict[str, Visited],
    raw: RawHashes | None,
    results: Results,
) -> None:
    letter = operation.letter
    having = {key: (each.server, each.loads[letter]) for key, each in visited.items() if letter in each.loads}
    if operation.calm and GATEPOST in having:
        ours = visited[GATEPOST]
        having[CALM] = (ours.server, ours.loads[operation.calm])
    results.samples[letter] = {key: load.verify(server.client, who=key) for key, (server, load) in having.items()}
    keys = [*having, *([RAW] if raw and letter in "LR" else [])]
    runs: dict[str, list[wrk.Run]] = {key: [] for key in keys}
    for number in range(0 if options.warm_up else 1, options.rounds + 1):
        for key in _from_another(keys, number):
            if raw and key == RAW:
                run = raw.run(options.seconds, verify=letter == "L")
            else:
                server, load = having[key]
                run = wrk.run(
                    generator.path,
                    load,
                    server,
                    generator.folder,
                    connections=operation.connections,
                    seconds=options.seconds,
                )
            if number:
                runs[key].append(run)
            _tell(letter, number, key, run)
    results.runs[letter] = runs


def _from_another(keys: list[str], number: int) -> Iterator[str]:
    """The keys in turn, each round beginning with another."""
    first = number % max(1, len(keys))
    yield from keys[first:]
    yield from keys[:first]


def _tell(letter: str, number: int, key: str, run: wrk.Run) -> None:
    what = f"round {number}" if number else "warm-up"
    errors = f"  {run.errors} ERRORS" if run.errors else ""
    others = f"  (others used {run.other_cpu:.2f} processors)" if run.other_cpu > 0.1 else ""
    print(f"{letter} {what:8} {key:14} {run.rate:9.1f}/s{errors}{others}", file=sys.stderr)
