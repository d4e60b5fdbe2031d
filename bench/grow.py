"""``./dev bench grow``: whether requests take longer among a million users than among a thousand."""

import contextlib
import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench import machine, page, wrk
from bench.databases import ENGINES, installed, opened
from bench.environment import HERE, find_wrk, throw_away_folder
from bench.goals import GROWN_TIMES, verdict
from bench.measure import Generator, Visited
from bench.operations import OPERATIONS
from bench.options import command_line, several
from bench.server import free_port, running
from bench.subjects import IN_TURN, WORKERS
from bench.subjects.gatepost import Gatepost

FEW, MANY = 1_000, 1_000_000
_LETTERS = ("M", "U", "L", "R")
_CONNECTIONS = {operation.letter: operation.connections for operation in OPERATIONS}
_SECONDS_PER_MILLION = 900  # the longest that filling may take
_QUIET = 0.2  # processors that other programs may use
Pair = tuple[wrk.Run, wrk.Run]  # among few users, among many


def main(arguments: list[str]) -> int:
    """Measure and print. 0 if the goal is met."""
    parser = ArgumentParser(prog="./dev bench grow", description=(__doc__ or "").partition(": ")[2])
    parser.add_argument("--users", type=int, default=MANY, metavar="N", help=f"the many (default: {MANY}; from {FEW})")
    parser.add_argument("--database", type=several(ENGINES), metavar="A,B", help="engines (default: all installed)")
    parser.add_argument("--only", type=several(_LETTERS), default=_LETTERS, metavar="M,L", help="of M, U, L and R")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="after one that is discarded (default: 5)")
    parser.add_argument("--seconds", type=int, default=4, metavar="S", help="length of one measurement (default: 4)")
    parser.add_argument("--write", action="store_true", help="also write bench/results.md")
    options = parser.parse_args(arguments)
    if options.users < FEW:
        parser.error(f"--users: at least {FEW}")
    generator_path, lines, met = find_wrk(), [], True
    for engine in options.database or installed():
        with throw_away_folder() as folder, _both(engine, options, folder) as (few, many):
            for letter in options.only:
                pairs = _measure(letter, options, Generator(generator_path, folder), few, many)
                line, reached = _line(engine, letter, pairs)
                lines, met = [*lines, line], met and reached
    text = _report(options, lines, machine.describe(generator_path), met=met)
    print(text)
    if options.write:
        page.keep(HERE / "results.md", page.GROWN, text)
    return 0 if met else 1


@contextlib.contextmanager
def _both(engine: str, options: Namespace, folder: Path) -> Iterator[list[Visited]]:
    """Two services on *engine*, with few users and with many. Each user who logs in has done so before."""
    counts = {"few": FEW, "many": options.users}
    with contextlib.ExitStack() as stack:
        databases = stack.enter_context(opened(engine, names=tuple(counts)))
        services = {}
        for (name, count), database in zip(counts.items(), databases, strict=True):
            services[name] = Gatepost({}, database, users=count, lived_in=True)
            (folder / name).mkdir()
            begun = time.monotonic()
            services[name].seed(folder / name, seconds=120 + count * _SECONDS_PER_MILLION // 1_000_000)
            print(f"{engine}: {count:,} users in {time.monotonic() - begun:.0f} s", file=sys.stderr)
        visited = []
        for name, service in services.items():
            port = free_port()
            server = stack.enter_context(running(service.command(folder / name, port), port))
            loads = service.loads(server.client)
            if "L" in options.only:
                server.client.json_each("/user/login", [json.loads(each.body or "") for each in loads["L"].requests])
            visited.append(Visited(server, loads))
        yield visited


def _measure(letter: str, options: Namespace, generator: Generator, few: Visited, many: Visited) -> list[Pair]:
    """The rounds, each with both services, which take turns in being the first."""
    pairs = []
    for number in range(options.rounds + 1):
        runs = {}
        for each in (few, many) if number % 2 else (many, few):
            load, shape = each.loads[letter], {"connections": _CONNECTIONS[letter], "seconds": options.seconds}
            load.verify(each.server.client, who="gatepost")
            runs[each.server.pid] = wrk.run(generator.path, load, each.server, generator.folder, **shape)
        pair = (runs[few.server.pid], runs[many.server.pid])
        rates = " and ".join(f"{run.rate:.1f}/s" for run in pair)
        print(f"{letter} {f'round {number}' if number else 'warm-up'}: {rates}", file=sys.stderr)
        if number:
            pairs.append(pair)
    return pairs


def _line(engine: str, letter: str, pairs: list[Pair]) -> tuple[str, bool]:
    """A line of the table, and whether it reaches the goal."""
    runs = [run for pair in pairs for run in pair]
    if any(run.errors or not run.requests for run in runs):
        return f"| {engine} | **{letter}** | - | - | invalid: {sum(run.errors for run in runs)} errors |", False
    times = [few.rate / many.rate for few, many in pairs]
    met = median(times) <= GROWN_TIMES
    cells = (_speed([pair[which] for pair in pairs]) for which in (0, 1))
    told = f"{median(times):.2f} ({min(times):.2f}-{max(times):.2f}), goal at most {GROWN_TIMES}: {verdict(met)}"
    disturbed = " (disturbed)" if max(run.other_cpu for run in runs) > _QUIET else ""
    return f"| {engine} | **{letter}** | {' | '.join(cells)} | {told}{disturbed} |", met


def _speed(runs: list[wrk.Run]) -> str:
    rate, p50, p99 = (median(getattr(run, name) for run in runs) for name in ("rate", "p50", "p99"))
    return f"{rate:.0f} ({p50:.1f}/{p99:.0f})"


def _report(options: Namespace, lines: list[str], machine_line: str, *, met: bool) -> str:
    lengths = f"median of {options.rounds} rounds of {options.seconds} s each, after one discarded"
    return "\n".join(
        [
            f"Measured {machine.today()} with `{command_line()}`, {lengths}; {WORKERS} server processes each.",
            f"Machine: {machine_line}.",
            f"The tokens are those of {IN_TURN} users all over the table; {IN_TURN} others log in.",
            "",
            f"| | | {FEW:,} users: per second (p50/p99 in ms) | {options.users:,} users | the time, as a multiple |",
            "| --- | --- | --- | --- | --- |",
            *lines,
            "",
            f"Goal, at most {GROWN_TIMES} times as long: {verdict(met)}.",
            "",
        ]
    )
