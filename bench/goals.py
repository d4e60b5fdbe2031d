"""The goals: ratios within one run, and bounds for memory and start-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from bench.operations import BEFORE, CALM, HELLO, OPERATIONS, POCKETBASE, RAW

RATE, P99 = "rate", "p99"
MOST_MIB = 170  # PSS of all processes, after whichever operation it is greatest
MOST_START = 0.6  # seconds from exec to the first 200
STORM_TIMES = 1.5  # p99 of M beside 200 log-ins, as a multiple of that without
HEALTH_IN_STORM_MS = 200  # p99 of /healthz beside 200 log-ins
GROWN_TIMES = 1.2  # the time of a request with a million users, as a multiple of that with a thousand
CONSOLE_TIMES = 2.0  # the time of a page of the console with a million users, as a multiple of that with a thousand
CONSOLE_SHARE = 0.5  # of the time that PocketBase's filtered list takes with as many users
IMPORT_SHARE = 0.5  # the rate of an import, as a share of that at which SQLAlchemy Core alone inserts the same rows
EXPORT_TIMES = 2.0  # the rate of an export, as a multiple of that of an import
IMPORT_MEMORY = 1.2  # the most memory of a million lines, as a multiple of that of ten thousand
_REACHED, _MISSED = "reached", "**missed**"


@dataclass(frozen=True)
class Goal:
    """A bound for a figure of Gatepost divided by that of *other*: the least for a rate, the most for a p99.

    It is for every engine, unless it names one.
    """

    letter: str
    other: str
    bound: float
    engine: str = ""
    figure: Literal["rate", "p99"] = "rate"

    def judge(self, ratios: Sequence[float]) -> str:
        """The median of the rounds' *ratios* with the least and the greatest, and whether it reaches the goal."""
        middle, rate = median(ratios), self.figure == RATE
        name, bound = ("", f"{self.bound:g}") if rate else ("p99 ", f"at most {self.bound:g}")
        met = middle >= self.bound if rate else middle <= self.bound
        return f"{name}{middle:.2f} ({min(ratios):.2f}-{max(ratios):.2f}), goal {bound}: {verdict(met)}"


GOALS = (
    Goal("M", HELLO, 2.0, "sqlite"),
    Goal("M", HELLO, 1.0, "sqlite", P99),
    Goal("M", HELLO, 1.0, "postgresql"),
    Goal("M", HELLO, 0.8, "mariadb"),
    Goal("M", POCKETBASE, 4.0, "sqlite"),
    Goal("M", POCKETBASE, 1.2, "postgresql"),
    Goal("M", POCKETBASE, 1.2, "mariadb"),
    Goal("I", HELLO, 1.5),
    Goal("A", HELLO, 1.5),
    Goal("W", CALM, 0.8),
    Goal("N", CALM, 0.97),
    Goal("P", HELLO, 0.16),
    Goal("F", POCKETBASE, 1.5),
    Goal("U", POCKETBASE, 4.0),
    Goal("L", RAW, 0.9),
    Goal("T", CALM, 6.0),
    Goal("S", CALM, 0.9),
    Goal("R", RAW, 0.9),
    *(Goal(operation.letter, BEFORE, 0.97) for operation in OPERATIONS),
)


def goals(letter: str, other: str, engine: str) -> list[Goal]:
    """The goals for this operation beside *other*, with Gatepost on this *engine*."""
    return [each for each in GOALS if (each.letter, each.other) == (letter, other) and each.engine in ("", engine)]


def at_most(value: float, bound: float, unit: str) -> str:
    """The goal *bound*, and whether *value* reaches it."""
    return f"goal at most {bound:g} {unit}: {verdict(value <= bound)}"


def verdict(met: bool) -> str:
    """The word for it in a table."""
    return _REACHED if met else _MISSED
