"""Which mutants a change could let live."""

from collections.abc import Sequence
from pathlib import PurePath

from tests.mutants.change import Change
from tests.mutants.mutant import Mutant

_EVERYWHERE = ("tests/support/", "tests/servers/", "tests/reach/")
_LOCKS = ("requirements.txt", "requirements-dev.txt")


def choose(mutants: Sequence[Mutant], change: Change) -> tuple[list[Mutant], str]:
    """The mutants whose file, tests or entry the change touches, and the reason in words."""
    if shared := sorted(filter(_concerns_all, change.files)):
        return list(mutants), f"{shared[0]} has changed since {change.since}"
    chosen = [mutant for mutant in mutants if mutant != change.before.get(mutant.name) or _touches(change, mutant)]
    return chosen, f"their file, their tests or their entry has changed since {change.since}"


def _concerns_all(file: str) -> bool:
    """Whether all tests depend on *file*: this machinery, what all tests share, or the libraries."""
    path = PurePath(file)
    shared = str(path.parent) in ("tests", "tests/mutants") and path.suffix == ".py"
    return (shared and not _is_test(path)) or file.startswith(_EVERYWHERE) or file in _LOCKS


def _touches(change: Change, mutant: Mutant) -> bool:
    tests = {test.partition("::")[0] for test in mutant.tests}
    folders = {str(folder) for test in tests for folder in PurePath(test).parents}
    return any(
        file in tests or file == mutant.file or (_is_support(path) and str(path.parent) in folders)
        for file, path in ((file, PurePath(file)) for file in change.files)
    )


def _is_support(path: PurePath) -> bool:
    """A conftest.py, or a module that the tests beside it import."""
    return path.parts[0] == "tests" and path.suffix == ".py" and not _is_test(path)


def _is_test(path: PurePath) -> bool:
    return path.name.startswith("test_")
