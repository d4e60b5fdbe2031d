"""The mutants keep up with the source and with the tests that they name; ``./dev mutants`` runs them."""

from collections import Counter

import pytest

from tests.mutants.mutant import ROOT, Lags, Mutant, read_mutants

MUTANTS = read_mutants()


def test_each_mutant_still_takes_its_control_out(subtests: pytest.Subtests) -> None:
    for mutant in MUTANTS:
        with subtests.test(mutant.name):
            assert mutant.weakened((ROOT / mutant.file).read_text())
            assert mutant.tests
            assert mutant.missing_tests(ROOT) == []


def test_a_name_names_one_mutant() -> None:
    assert [name for name, count in Counter(mutant.name for mutant in MUTANTS).items() if count > 1] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("gone", "else"), ("x", "y"), ("first = 1", "first = ("), ("first = 1", "first = 1  # the same")],
)
def test_a_mutant_that_takes_nothing_out_lags(old: str, new: str) -> None:
    with pytest.raises(Lags):
        Mutant("", "", "a.py", old, new, ()).weakened("first = 1\nx = x\n")


def test_a_template_may_be_weakened_as_a_module_may() -> None:
    assert Mutant("", "", "a.txt", "is no", "is not", ()).weakened("This is no Python.") == "This is not Python."
    for old in ("gone", "is no"):
        with pytest.raises(Lags):
            Mutant("", "", "a.txt", old, old, ()).weakened("This is no Python.")
