"""Install, measure and report."""

import platform
from argparse import ArgumentParser
from pathlib import Path
from statistics import median

from bench import machine
from bench.drivers.candidates import CANDIDATES, Installed, install, make_environment
from bench.drivers.database import filled
from bench.drivers.rounds import OPERATIONS, Figures, measure
from bench.environment import CannotMeasure, throw_away_folder

_TITLES = {
    "look-up-1": "look-up of 1",
    "look-up-16": "look-up of 16",
    "rotate": "rotation, COMMIT",
    "connect": "connect, close",
}


def main(arguments: list[str]) -> int:
    """Measure and print."""
    parser = ArgumentParser(prog="./dev bench drivers", description="Compare the drivers of the databases.")
    parser.add_argument("--rounds", type=int, default=60, metavar="N", help="after one that is discarded (default: 60)")
    parser.add_argument("--only", default="", metavar="A,B", help=", ".join(each.key for each in CANDIDATES))
    options = parser.parse_args(arguments)
    chosen = [each for each in CANDIDATES if each.key in (options.only.split(",") if options.only else [each.key])]
    if not chosen:
        raise CannotMeasure(f"--only: choose from {', '.join(each.key for each in CANDIDATES)}")
    with throw_away_folder() as folder:
        python = make_environment(folder / "venv")
        found = [install(each, folder / each.key, python) for each in chosen]
        drivers = [each for each in found if each is not None]
        for kind in dict.fromkeys(each.candidate.engine for each in drivers):
            these = [each for each in drivers if each.candidate.engine == kind]
            with filled(kind, _folder(folder, kind)) as database:
                figures = measure(these, python, database, options.rounds)
            print(f"\n{kind} {database.version}, Python {platform.python_version()}, {options.rounds} rounds, ")
            _report(these, figures)
    print(f"\nLoad of the machine at the end: {machine.load_average():.1f}.")
    return 0


def _folder(folder: Path, name: str) -> Path:
    made = folder / f"of-{name}"
    made.mkdir()
    return made


def _report(drivers: list[Installed], figures: dict[str, Figures]) -> None:
    """Two tables: what each driver is, and what it costs beside the first."""
    print("| driver | licence | wheel here | MB | import: CPU | memory |\n| --- | --- | --- | --- | --- | --- |")
    for each in drivers:
        seconds, memory = (median(column) for column in zip(*figures[each.candidate.key].imports, strict=True))
        wheel = "yes" if each.wheel else "no, compiled"
        facts = f"{each.title()} | {each.licence()} | {wheel} | {each.size():.1f}"
        print(f"| {facts} | {seconds * 1000:.0f} ms | {memory:.1f} MiB |")
    print("\nµs of CPU for one operation (time; ratio of CPU to the first driver):\n")
    names = [f"{_TITLES[name]}{', 2 threads' if threads > 1 else ''}" for name, threads, _ in OPERATIONS]
    print(f"| driver | {' | '.join(names)} |\n|{' --- |' * (len(names) + 1)}")
    first = figures[drivers[0].candidate.key]
    for each in drivers:
        own, cells = figures[each.candidate.key], []
        for name, threads, _ in OPERATIONS:
            cpu, wall = median(own.cpu[name, threads]), median(own.wall[name, threads])
            cells.append(f"{cpu:.0f} ({wall:.0f}; {own.ratio(first, (name, threads)):.2f})")
        print(f"| {each.title()} | {' | '.join(cells)} |")
