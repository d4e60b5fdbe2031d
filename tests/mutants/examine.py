"""Try mutants: first their tests without them, then each mutant in a fork, then in a copy those that survive."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tests.mutants.forks import NoResult, run_forked
from tests.mutants.mutant import Mutant
from tests.mutants.trial import Trial, import_libraries, run_here, run_in_copy, start_template
from tests.mutants.verdict import Verdict

_LONGEST = 300  # seconds for the tests of one mutant, or for a part of all tests
_PARTS = 4  # of all tests, for each processor: so no processor is idle for long at the end

Run = Callable[[Trial], Verdict]


class TestsFail(Exception):
    """A test fails, or is skipped, though every control is in its place. Its text is all that pytest said."""


class Examination:
    """Tries mutants in *folder*, so many *at_once*, and prints what becomes of each."""

    def __init__(self, folder: Path, *, at_once: int) -> None:
        self._folder = folder
        self._at_once = at_once

    def survivors(self, mutants: Sequence[Mutant]) -> list[str]:
        """The names of the mutants that no test notices. Raises TestsFail."""
        self._warm_up(mutants)
        self._expect_passes(mutants, run_here)
        surviving = self._survivors(mutants, run_here)
        if surviving:
            print(
                f"\nOnly in a copy of the source do processes that a test starts see a mutant; {len(surviving)} more:"
            )
            self._expect_passes(surviving, run_in_copy)
            surviving = self._survivors(surviving, run_in_copy)
        return [mutant.name for mutant in surviving]

    def _warm_up(self, mutants: Sequence[Mutant]) -> None:
        """Import here the libraries that the tests import, and make the template of their database."""
        begun = time.monotonic()
        template = start_template(self._folder)
        trial = Trial(self._folder / "collect", _tests(mutants), options=("--collect-only",))
        for _, verdict in self._try(run_here, [trial]):
            import_libraries(verdict.imported)
        if template.wait() != 0:
            raise TestsFail("the template of the database cannot be made")
        print(f"warm after {time.monotonic() - begun:.0f} s", flush=True)

    def _expect_passes(self, mutants: Sequence[Mutant], run: Run) -> None:
        """See that the tests pass, and none is skipped, as long as no control is taken out."""
        begun, tests = time.monotonic(), _tests(mutants)
        print(f"{len(tests)} tests, with every control in its place … ", end="", flush=True)
        parts = _parts(tests, self._at_once * _PARTS)
        trials = [Trial(self._folder / f"{run.__name__}{number}", part) for number, part in enumerate(parts)]
        verdicts = [verdict for _, verdict in self._try(run, trials)]
        if failed := [f"{verdict.told}\n{verdict.words}" for verdict in verdicts if not verdict.passed]:
            raise TestsFail("\n".join(failed))
        for verdict in verdicts:
            import_libraries(verdict.imported)
        print(f"{time.monotonic() - begun:.0f} s", flush=True)

    def _survivors(self, mutants: Sequence[Mutant], run: Run) -> list[Mutant]:
        """The mutants that no test noticed, in the order of *mutants*."""
        alive = []
        trials = [Trial(self._folder / f"{run.__name__}-{each.name}", each.tests, each) for each in mutants]
        for trial, verdict in self._try(run, trials):
            if trial.mutant:
                print(_line(trial.mutant, verdict, final=run is run_in_copy), flush=True)
                alive += [] if verdict.killed else [trial.mutant]
        return [mutant for mutant in mutants if mutant in alive]

    def _try(self, run: Run, trials: Sequence[Trial]) -> Iterator[tuple[Trial, Verdict]]:
        for trial, result in run_forked(run, trials, at_once=self._at_once, limit=_LONGEST):
            yield trial, Verdict(str(result)) if isinstance(result, NoResult) else result


def _line(mutant: Mutant, verdict: Verdict, *, final: bool) -> str:
    word = "killed" if verdict.killed else "ALIVE" if final else "again"
    return f"{word:<7}{verdict.seconds:5.1f} s  {mutant.name}: {mutant.control}\n{'':16}{verdict.words}"


def _tests(mutants: Iterable[Mutant]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(test for mutant in mutants for test in mutant.tests))


def _parts(tests: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """*tests* in up to *count* parts, those of one file together."""
    files = sorted({test.partition("::")[0] for test in tests})
    parts = [set(files[number::count]) for number in range(count)]
    return [tuple(test for test in tests if test.partition("::")[0] in part) for part in parts if part]
