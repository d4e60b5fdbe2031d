"""docs/security/asvs.md has an answer for every row, and tests name no row that is not there.

That the page does not lag is shown by test_generated_pages.py.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from docs.asvs import asvs_page, proofs, rows

CORE, MORE, PROOFS = rows()["core"], rows()["more"], proofs()


@pytest.mark.parametrize("identifier", CORE)
def test_a_row_has_a_test_or_the_reason_why_not(identifier: str) -> None:
    row = CORE[identifier]
    assert identifier in PROOFS or {"deviation", "gap"} & row.keys()
    assert row.keys() <= {"level", "rule", "deviation", "gap"}
    assert row["level"] in (1, 2)
    for text in (row["rule"], row.get("deviation", "x"), row.get("gap", "x")):
        assert text


def test_every_row_that_a_test_names_is_listed_once() -> None:
    assert PROOFS.keys() - CORE.keys() == MORE.keys()


def test_a_row_is_a_deviation_or_a_gap_but_not_both() -> None:
    assert [identifier for identifier, row in CORE.items() if {"deviation", "gap"} <= row.keys()] == []


def test_the_page_has_every_row_in_order() -> None:
    page = "".join(asvs_page())
    shown = [line.split(" | ")[0].removeprefix("| ") for line in page.splitlines() if line.startswith("| ")]
    numbers = [cell for cell in shown if cell[0].isdigit()]
    assert numbers == [*CORE, *MORE]
    assert len(CORE) == 160
