"""``./dev bench import``: how fast users are imported and exported, beside SQLAlchemy Core and PocketBase."""

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from argon2 import PasswordHasher

from bench import machine, page
from bench.databases import ENGINES, SQLITE, Database, installed, opened
from bench.environment import HERE, CannotMeasure, find_wrk, install_peers, server_environment, throw_away_folder
from bench.goals import EXPORT_TIMES, IMPORT_MEMORY, IMPORT_SHARE, verdict
from bench.options import command_line, several
from bench.subjects.pocketbase import PocketBase

FEW, MANY = 10_000, 1_000_000
_BINARY = str(Path(sys.executable).parent / "gatepost")
_COLUMNS = (
    "| engine | import: users/s | Core alone | share, at least {} | export: users/s | times the import, at least {} |"
)


@dataclass(frozen=True)
class Run:
    """Seconds of one round, and the most memory of the import in MiB."""

    imported: float
    exported: float
    core: float
    memory: float


@dataclass(frozen=True)
class Place:
    """A Gatepost with a database of its own, which is empty at first."""

    folder: Path
    database: Database

    def type(self, *words: str) -> tuple[float, float]:
        """Seconds and the most MiB of a command. Raises CannotMeasure if it fails."""
        begun = time.monotonic()
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen([_BINARY, *words], env=self.environment, cwd=self.folder, stdout=log, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise CannotMeasure(f"{' '.join(words[:2])} failed: {(self.folder / 'log').read_text()[-2000:]}")
        return time.monotonic() - begun, usage.ru_maxrss / 1024

    @property
    def environment(self) -> dict[str, str]:
        place = {"GATEPOST_INSTANCE": str(self.folder), "SQLALCHEMY_DATABASE_URI": self.database.uri}
        return server_environment(**place)


def main(arguments: list[str]) -> int:
    """Measure and print. 0 if the goals are met."""
    parser = ArgumentParser(prog="./dev bench import", description=(__doc__ or "").partition(": ")[2])
    parser.add_argument("--users", type=int, default=100_000, metavar="N", help="lines of one import (default: 100000)")
    parser.add_argument("--many", type=int, default=MANY, metavar="N", help="lines for the memory (default: 1000000)")
    parser.add_argument("--database", type=several(ENGINES), metavar="A,B", help="engines (default: all installed)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of import, export and Core (default: 3)")
    parser.add_argument("--peer-users", type=int, default=FEW, metavar="N", help="for PocketBase (default: 10000)")
    parser.add_argument("--write", action="store_true", help="also write bench/results.md")
    options = parser.parse_args(arguments)
    install_peers()
    lines, met, seconds = [], True, []
    with throw_away_folder() as folder:
        file = _file(folder, options.users)
        for engine in options.database or installed():
            runs = [_round(engine, file, folder / f"{engine}{number}") for number in range(options.rounds)]
            line, reached = _line(engine, options.users, runs)
            lines, met, seconds = [*lines, line], met and reached, [*seconds, *(run.imported for run in runs)]
        beside, by_peer = _beside_peer(options, folder, max(seconds))
        memory, flat = _memory(options, folder)
    text = _report(options, [*lines, "", beside, "", memory], met=met and by_peer and flat)
    print(text)
    if options.write:
        page.keep(HERE / "results.md", page.IMPORTED, text)
    return 0 if met and by_peer and flat else 1


def _file(folder: Path, count: int) -> Path:
    """So many lines: everybody has a name, a verified address and a password; one in two a number."""
    stored = PasswordHasher(2, 19_456, 1).hash("correct horse battery")
    file = folder / f"{count}.jsonl"
    with file.open("w") as written:
        for n in range(count):
            line = {
                "external_id": str(n),
                "username": f"user{n:07}",
                "email": f"user{n:07}@example.org",
                "verified": ["email"],
                "created_at": "2024-05-04T03:02:01Z",
                "locale": "en",
                "password": {"system": "gatepost", "stored": stored},
            }
            written.write(json.dumps(line | ({"mobile": f"+88017{n:08}"} if n % 2 else {})) + "\n")
    return file


def _round(engine: str, file: Path, folder: Path) -> Run:
    with _places(engine, folder, "imported", "core") as (ours, core):
        imported, memory = ours.type("users", "import", str(file), "--source", "bench")
        exported, _ = ours.type("users", "export", "--output", str(folder / "export.jsonl"))
        copy = [sys.executable, str(HERE / "apps" / "core_insert.py")]
        places = [part for place in (ours, core) for part in (str(place.folder), place.database.uri)]
        done = subprocess.run([*copy, *places], env=core.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotMeasure(f"core_insert.py failed: {done.stderr[-2000:]}")
    run = Run(imported, exported, float(done.stdout), memory)
    print(f"{engine}: {run}", file=sys.stderr)
    return run


@contextmanager
def _places(engine: str, folder: Path, *names: str) -> Iterator[list[Place]]:
    with opened(engine, names=names) as databases:
        places = [Place(folder / name, database) for name, database in zip(names, databases, strict=True)]
        for place in places:
            place.folder.mkdir(parents=True)
            place.type("db", "upgrade")
        yield places


def _line(engine: str, users: int, runs: list[Run]) -> tuple[str, bool]:
    share = median(run.core / run.imported for run in runs)
    times = median(run.imported / run.exported for run in runs)
    reached = share >= IMPORT_SHARE, times >= EXPORT_TIMES
    rates = [
        f"{users / median(taken):,.0f}" for taken in zip(*((r.imported, r.core, r.exported) for r in runs), strict=True)
    ]
    judged = f"{share:.2f}: {verdict(reached[0])} | {rates[2]} | {times:.1f}: {verdict(reached[1])}"
    return f"| {engine} | {rates[0]} | {rates[1]} | {judged} |", all(reached)


def _beside_peer(options: Namespace, folder: Path, slowest: float) -> tuple[str, bool]:
    """The slowest import beside the peer's batch API, which makes fewer."""
    (folder / "peer").mkdir()
    seconds = PocketBase().import_by_batches(folder / "peer", options.peer_users)
    whole, reached = (
        seconds * FEW / options.peer_users,
        slowest * 100_000 / options.users < seconds * FEW / options.peer_users,
    )
    told = f"PocketBase's batch API made {options.peer_users:,} users in {seconds:.0f} s ({whole:.0f} s for {FEW:,})"
    return f"{told}; the slowest import of {options.users:,} took {slowest:.0f} s: {verdict(reached)}.", reached


def _memory(options: Namespace, folder: Path) -> tuple[str, bool]:
    """The most memory of a large import as a multiple of that of a small one, on SQLite."""
    most = {}
    for count in (FEW, options.many):
        file = _file(folder, count)
        with _places(SQLITE, folder / f"memory{count}", "imported") as (place,):
            seconds, most[count] = place.type("users", "import", str(file), "--source", "bench")
        print(f"{count:,} lines: {seconds:.0f} s, {most[count]:.0f} MiB", file=sys.stderr)
    times = most[options.many] / most[FEW]
    told = f"The most memory: {most[FEW]:.0f} MiB for {FEW:,} lines, {most[options.many]:.0f} MiB for {options.many:,}"
    return (
        f"{told}, {times:.2f} times, goal at most {IMPORT_MEMORY}: {verdict(times <= IMPORT_MEMORY)}.",
        times <= IMPORT_MEMORY,
    )


def _report(options: Namespace, lines: list[str], *, met: bool) -> str:
    how = f"median of {options.rounds} rounds with {options.users:,} users, each on new databases, by whole commands"
    return "\n".join(
        [
            f"Measured {machine.today()} with `{command_line()}`: {how}.",
            f"Machine: {machine.describe(find_wrk())}; load before: {machine.load_average():.1f}.",
            "",
            _COLUMNS.format(IMPORT_SHARE, EXPORT_TIMES),
            "| --- | --- | --- | --- | --- | --- |",
            *lines,
            "",
            f"All goals: {verdict(met)}.",
            "",
        ]
    )
