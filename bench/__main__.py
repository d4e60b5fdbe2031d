"""``./dev bench``: set up, measure, report, and always clean up."""

import contextlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from bench import console, drivers, grow, imports, known, machine, profile, storm, waiting
from bench.databases import Database, opened
from bench.environment import HERE, WORK, CannotMeasure, find_wrk, install_peers, throw_away_folder
from bench.measure import Generator, Results, Visited, measure
from bench.operations import BEFORE, ENROLLED, FASTAPI_USERS, GATEPOST, OPERATIONS, POCKETBASE, RAW
from bench.options import Options, read_options
from bench.page import beside_others, keep, keep_numbers, page
from bench.raw import raw_hashes
from bench.server import Command, free_port, running
from bench.subjects import WORKERS, Subject
from bench.subjects.before import unpacked
from bench.subjects.fastapi_users import FastAPIUsers
from bench.subjects.gatepost import Gatepost
from bench.subjects.hello import Hello
from bench.subjects.pocketbase import PocketBase
from bench.wrk import command as wrk_command

# Gatepost alone, with command lines of their own
_ALONE = {
    "storm": storm.main,
    "known": known.main,
    "waiting": waiting.main,
    "grow": grow.main,
    "console": console.main,
    "import": imports.main,
    "drivers": drivers.main,
    "profile": profile.main,
}


def main() -> int:
    """Run the bench as the command line says."""
    if sys.argv[1:2] and sys.argv[1] in _ALONE:
        return _alone(_ALONE[sys.argv[1]], sys.argv[2:])
    options = read_options(sys.argv[1:])
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGALRM, _end)
    try:
        wrk = find_wrk()
        if {FASTAPI_USERS, POCKETBASE} & set(options.subjects):
            install_peers()
        with throw_away_folder() as folder:
            if options.serve:
                _serve(options, wrk, folder)
            else:
                signal.alarm(options.limit)
                _measure(options, wrk, folder)
    except CannotMeasure as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _alone(measure_it: Callable[[list[str]], int], arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, _end)
    _warn_of_load()
    try:
        return measure_it(arguments)
    except CannotMeasure as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _warn_of_load() -> None:
    if machine.load_average() > 0.5:
        print(f"This machine is busy (load {machine.load_average():.1f}): expect disturbed numbers.", file=sys.stderr)


def _end(number: int, _frame: FrameType | None) -> None:
    if number == signal.SIGALRM:
        raise CannotMeasure("it took too long, so it was stopped; nothing is reported")
    raise SystemExit(128 + number)


def _measure(options: Options, wrk: str, folder: Path) -> None:
    with opened(options.database, names=(GATEPOST, "earlier")) as databases:
        _measure_on(databases, options, wrk, folder)


def _measure_on(databases: list[Database], options: Options, wrk: str, folder: Path) -> None:
    enrolled = bool(set(ENROLLED) & set(options.only))
    gatepost = Gatepost(options.settings, databases[0], enrolled=enrolled)
    possible: tuple[Subject, ...] = (gatepost, Hello(gatepost.threads()), FastAPIUsers(), PocketBase())
    if options.before:
        tree = unpacked(options.before, folder)
        possible += (Gatepost(options.settings, databases[1], key=BEFORE, tree=tree, enrolled=enrolled),)
    subjects = [subject for subject in possible if subject.key in options.subjects]
    machine_line, results = machine.describe(wrk), Results()
    _warn_of_load()
    with contextlib.ExitStack() as stack:
        raw = stack.enter_context(raw_hashes(gatepost.hashing(), WORKERS)) if RAW in options.subjects else None
        for subject in subjects:
            _prepare(subject, options, folder, results)
        visited = {}
        for subject in subjects:
            port = free_port()
            server = stack.enter_context(running(_command(subject, folder, port), port))
            visited[subject.key] = Visited(server, subject.loads(server.client))
        measure(options, Generator(wrk, folder), visited, raw, results)
        signal.alarm(0)
    text = page(options, results, subjects, gatepost.hashing(), machine_line)
    keep_numbers(WORK / "last.json", options, results, machine_line)
    if options.write:
        keep(HERE / "results.md", beside_others(options.engine), text)
    print(text)


def _prepare(subject: Subject, options: Options, folder: Path, results: Results) -> None:
    """Fill *subject* with users, and measure its start-up."""
    print(f"Preparing {subject.key} ...", file=sys.stderr)
    (folder / subject.key).mkdir()
    subject.seed(folder / subject.key)
    for _ in range(options.starts):
        port = free_port()
        with running(_command(subject, folder, port), port) as server:
            results.start_up.setdefault(subject.key, []).append(server.start_up)


def _command(subject: Subject, folder: Path, port: int) -> Command:
    return subject.command(folder / subject.key, port)


def _serve(options: Options, wrk: str, folder: Path) -> None:
    """Keep a filled Gatepost running for a profiler, until Ctrl-C."""
    place, port = folder / GATEPOST, free_port()
    place.mkdir()
    with contextlib.ExitStack() as stack:
        (database,) = stack.enter_context(opened(options.database))
        gatepost = Gatepost(options.settings, database, enrolled=bool(set(ENROLLED) & set(options.only)))
        gatepost.seed(place)
        server = stack.enter_context(running(gatepost.command(place, port), port))
        loads = gatepost.loads(server.client)
        print(f"Gatepost runs at {server.client.address}, process {server.pid}, in {place}. Ctrl-C ends it.\n")
        for operation in (each for each in OPERATIONS if each.letter in options.only):
            script = place / f"{operation.letter}.lua"
            seconds, connections = options.seconds, operation.connections
            script.write_text(loads[operation.letter].script(seconds))
            print(" ".join(wrk_command(wrk, script, server, connections=connections, seconds=seconds)), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    sys.exit(main())
