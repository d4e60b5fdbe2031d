"""./dev mutants [NAME …]: take out one control at a time, in a copy, and see that a test fails.

A mutant is killed when a test has run and failed. That a test could not be collected or set up, was skipped, or took
too long does not count: then nobody would know why.
"""

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutants.copy import copy_source
from tests.mutants.mutant import ROOT, Lags, Mutant, read_mutants
from tests.mutants.trial import Verdict, run_tests

PROCESSORS = os.cpu_count() or 1


def main(names: Sequence[str]) -> int:
    begun = time.monotonic()
    mutants = [mutant for mutant in read_mutants() if not names or mutant.name in names]
    if unknown := set(names) - {mutant.name for mutant in mutants}:
        print(f"There is no mutant {', '.join(sorted(unknown))}; tests/mutants/ has them all.")
        return 2
    with TemporaryDirectory(prefix="mutants-") as folder:
        if not tests_pass(mutants, Path(folder)):
            return 1
        failed = [mutant.name for mutant, verdict in verdicts(mutants, Path(folder)) if not verdict.killed]
    took = f"{time.monotonic() - begun:.0f} s on {PROCESSORS} processors"
    if failed:
        print(f"\nFAILED: of {len(mutants)} controls these could go unnoticed ({took}):", *failed, sep="\n  ")
        return 1
    print(f"\nEach of {len(mutants)} controls was taken out, and a test failed every time ({took}).")
    return 0


def tests_pass(mutants: Sequence[Mutant], folder: Path) -> bool:
    """Whether all tests that are named pass and none is skipped, as long as no control is taken out."""
    tests = list(dict.fromkeys(test for mutant in mutants for test in mutant.tests))
    print(f"{len(tests)} tests, with every control in its place … ", end="", flush=True)
    verdict = run_tests(tests, copy_source(ROOT, folder / "whole"), processors=PROCESSORS)
    print(f"{verdict.seconds:.0f} s" if verdict.passed else f"they do not pass: {verdict.words}\n{verdict.told}")
    return verdict.passed


def verdicts(mutants: Sequence[Mutant], folder: Path) -> Iterator[tuple[Mutant, Verdict]]:
    """What became of each mutant, told as soon as it is known."""

    def attempt(mutant: Mutant) -> Verdict:
        root = copy_source(ROOT, folder / mutant.name)
        try:
            mutant.weaken(root)
            return run_tests(mutant.tests, root)
        except Lags as lag:
            return Verdict(f"it lags: {lag}")
        finally:
            shutil.rmtree(root)

    pool = ThreadPoolExecutor(PROCESSORS)
    try:
        for mutant, verdict in zip(mutants, pool.map(attempt, mutants), strict=True):
            print(
                f"{'killed' if verdict.killed else 'ALIVE':<7}{verdict.seconds:5.1f} s  {mutant.name}: {mutant.control}"
            )
            print(f"{'':16}{verdict.words}", flush=True)
            yield mutant, verdict
    finally:
        pool.shutdown(cancel_futures=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped; what was told before holds.")
