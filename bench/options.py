"""The command line."""

import argparse
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass

from bench.databases import HELP, engine_of
from bench.operations import BEFORE, EVERYTHING, GATEPOST, OPERATIONS

QUICK_LIMIT = 150  # seconds for everything, once the peers are installed
USUAL_LIMIT = 720


@dataclass(frozen=True)
class Options:
    """The options of a run: operations, servers, durations, and settings of Gatepost."""

    seconds: float
    rounds: int
    warm_up: bool  # a round whose numbers are discarded comes first
    starts: int
    only: tuple[str, ...]
    subjects: tuple[str, ...]
    database: str
    before: str
    settings: dict[str, str]
    serve: bool
    write: bool
    limit: int

    @property
    def engine(self) -> str:
        """The engine of Gatepost's database."""
        return engine_of(self.database)


def read_options(arguments: list[str]) -> Options:
    """The options in *arguments*. Ends the program with a message if they are invalid."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.write and given.quick:
        parser.error("--write is for whole runs: a quick one says too little")
    seconds = given.seconds or (1.0 if given.quick else 4.0)
    rounds = 1 if given.quick else 3
    subjects = (GATEPOST,) if given.gatepost_only or given.serve else given.servers
    if given.before:
        subjects += (BEFORE,)
    cells = len(given.only) * len(subjects) * (rounds + 1)
    return Options(
        seconds=seconds,
        rounds=rounds,
        warm_up=not given.quick,
        starts=1 if given.quick else 5,
        only=given.only,
        subjects=subjects,
        database=given.database,
        before=given.before,
        settings=dict(given.set),
        serve=given.serve,
        write=given.write,
        limit=QUICK_LIMIT if given.quick else max(USUAL_LIMIT, int(120 + cells * (seconds + 2))),
    )


def command_line() -> str:
    """The command of this run without passwords, to print beside the numbers."""
    return without_password(" ".join(["./dev bench", *sys.argv[1:]]))


def without_password(text: str) -> str:
    """*text* with the passwords in its URLs redacted."""
    return re.sub(r"(://[^\s:/@]*):[^\s@/]+@", r"\1:***@", text)


def _parser() -> argparse.ArgumentParser:
    letters = tuple(operation.letter for operation in OPERATIONS)
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure Gatepost beside other servers.")
    parser.add_argument("--seconds", type=float, metavar="S", help="length of one measurement (default: 4)")
    parser.add_argument("--only", type=several(letters), default=letters, metavar="M,F", help="only these operations")
    parser.add_argument(
        "--servers", type=several(EVERYTHING), default=EVERYTHING, metavar="A,B", help=f"of {', '.join(EVERYTHING)}"
    )
    parser.add_argument("--gatepost-only", action="store_true", help="nothing beside it: numbers, but no ratios")
    parser.add_argument("--before", default="", metavar="COMMIT", help="beside it, Gatepost as it was at this commit")
    parser.add_argument("--quick", action="store_true", help="one round of 1 s: does it work? Its numbers say little")
    parser.add_argument("--serve", action="store_true", help="seed and run Gatepost, print the wrk commands, and wait")
    parser.add_argument("--database", default="", metavar="DB", help=HELP)
    parser.add_argument(
        "--set", type=_setting, action="append", default=[], metavar="NAME=VALUE", help="a setting of Gatepost"
    )
    parser.add_argument("--write", action="store_true", help="also write bench/results.md")
    return parser


def several(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """A type of arguments: some of the *known* words with commas between them, in their own order."""

    def read(text: str) -> tuple[str, ...]:
        chosen = [part.strip() for part in text.split(",")]
        if unknown := [part for part in chosen if part not in known]:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: choose from {', '.join(known)}")
        return tuple(part for part in known if part in chosen)

    return read


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text}: give NAME=VALUE")
    return name, value
