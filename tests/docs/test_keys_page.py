"""docs/security/keys.md names every key that is derived, and every setting that holds a secret."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gatepost.environment import secret_variables

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security/keys.md").read_text()


def first_cells(heading: str) -> list[str]:
    """The first cells of the table below this heading, without their backticks."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def labels() -> Iterator[str]:
    """The labels of all derived keys in the source."""
    for module in sorted((ROOT / "gatepost").rglob("*.py")):
        tree = ast.parse(module.read_text())
        texts = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "derive_key":
                label = node.args[1]
                yield str(label.value if isinstance(label, ast.Constant) else texts[getattr(label, "id", "")])


@pytest.mark.asvs("11.1.1")
def test_every_derived_key_is_in_the_table_and_has_a_label_of_its_own() -> None:
    found = list(labels())
    assert sorted(found) == sorted(first_cells("Keys that are derived from SECRET_KEY"))
    assert len(found) == len(set(found)) > 10


@pytest.mark.asvs("11.1.1")
@pytest.mark.asvs("13.3.1")
def test_every_setting_that_can_come_from_a_file_is_in_the_table() -> None:
    assert sorted(first_cells("Secrets from files")) == sorted(secret_variables())
