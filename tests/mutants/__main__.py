"""./dev mutants: take out one control at a time, and see that a test fails.

Each mutant is tried in a fork of this process, which has imported the libraries and nothing of Gatepost: the fork
imports the weakened module instead of the whole one. A mutant that survives there is tried again in a copy of the
source, because only there do the processes see it that a test starts.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants.change import NoSuchCommit, read_change
from tests.mutants.choose import choose
from tests.mutants.examine import Examination, TestsFail
from tests.mutants.mutant import ROOT, Mutant, read_mutants
from tests.mutants.trial import set_environment

PROCESSORS = os.cpu_count() or 1


def main(words: Sequence[str]) -> int:
    begun = time.monotonic()
    asked = _parse(words)
    mutants = read_mutants()
    if unknown := set(asked.names) - {mutant.name for mutant in mutants}:
        print(f"There is no mutant {', '.join(sorted(unknown))}; tests/mutants/ has them all.")
        return 2
    chosen, reason = _choose(mutants, asked)
    print(f"{len(chosen)} of {len(mutants)} mutants: {reason}", flush=True)
    if lags := [lag for mutant in chosen if (lag := mutant.lag(ROOT))]:
        print("\nFAILED: these do not fit the source any more:", *lags, sep="\n  ")
        return 1
    set_environment()
    try:
        with TemporaryDirectory(prefix="mutants-") as folder:
            alive = Examination(Path(folder), at_once=PROCESSORS).survivors(chosen) if chosen else []
    except TestsFail as failure:
        print(f"\nFAILED: the tests do not pass with every control in its place:\n{failure}")
        return 1
    took = f"{time.monotonic() - begun:.0f} s on {PROCESSORS} processors"
    if alive:
        print(f"\nFAILED: of {len(chosen)} controls these could go unnoticed ({took}):", *alive, sep="\n  ")
        return 1
    print(f"\nEach of {len(chosen)} controls was taken out, and a test failed every time ({took}).")
    return 0


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev mutants", description="Take out controls, and see that a test fails.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--all", action="store_true", help="all, not only those that the change touches")
    parser.add_argument("--base", metavar="REV", help="the commit before the change (default: where main was left)")
    return parser.parse_args(words)


def _choose(mutants: Sequence[Mutant], asked: argparse.Namespace) -> tuple[list[Mutant], str]:
    """The mutants to try, and the reason in words."""
    if asked.names:
        return [mutant for mutant in mutants if mutant.name in asked.names], "those that are named"
    if asked.all:
        return list(mutants), "all"
    if (change := read_change(ROOT, asked.base)) is None:
        return list(mutants), "all, because git knows no older commit to compare with"
    return choose(mutants, change)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoSuchCommit as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit("\nStopped; what was told before holds.")
