"""The page docs/security/asvs.md: each row of OWASP ASVS 5.0 with its tests, its deviation or its gap.

The rows are in ``docs/security/asvs.toml``; the tests name their row by ``@pytest.mark.asvs("6.3.1")``.
"""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.lists import table

ROOT = Path(__file__).parents[1]
CHAPTERS = {
    1: "Encoding and sanitization",
    2: "Validation and business logic",
    3: "Web frontend security",
    4: "API and web service",
    6: "Authentication",
    7: "Session management",
    8: "Authorization",
    9: "Self-contained tokens",
    10: "OAuth and OIDC",
    11: "Cryptography",
    12: "Secure communication",
    13: "Configuration",
    14: "Data protection",
    15: "Secure coding and architecture",
    16: "Security logging and error handling",
}

HEAD = """# OWASP ASVS 5.0

These are the {rows} rows of levels 1 and 2 that apply to an account service without further features, in our own
words. {tested} have a test, {deviations} are known deviations, {gaps} are gaps. `asvs.toml` holds the rows and the
reasons. The tests come from the mark `@pytest.mark.asvs("6.3.1")`; `pytest -m asvs` runs them all. A number behind a
file counts its tests for this row.

A test shows that the rule holds where the test looks. It does not show that the row is complete: nobody outside the
project has audited Gatepost.
"""
MORE = """
## Rows of level 3, and of features

Tests prove these rows, too. The other rows of level 3, and those of features that Gatepost does not have, are not
listed.

"""


def rows() -> dict[str, dict[str, dict[str, Any]]]:
    """The rows by number, in two parts: *core*, and *more*."""
    return tomllib.loads((ROOT / "docs/security/asvs.toml").read_text())


def proofs() -> dict[str, Counter[str]]:
    """For each row that a test names, the files of its tests, with the number of tests in each."""
    found: dict[str, Counter[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text()
        if ".asvs(" not in text:
            continue
        tree = ast.parse(text)
        tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
        for node in tree.body:
            marked = len(tests) if _is_for_all_tests(node) else 1
            for identifier in set(_marks(node)):
                found.setdefault(identifier, Counter())[path.relative_to(ROOT).as_posix()] += marked
    return found


def _is_for_all_tests(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(getattr(name, "id", "") == "pytestmark" for name in node.targets)


def _marks(node: ast.stmt) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and getattr(each.func, "attr", "") == "asvs":
            yield from (ast.literal_eval(argument) for argument in each.args)


def asvs_page() -> Iterator[str]:
    core, tests = rows()["core"], proofs()
    answers = {identifier: _answer(row, tests.get(identifier)) for identifier, row in core.items()}
    yield HEAD.format(
        rows=len(core),
        tested=sum(identifier in tests for identifier in core),
        deviations=sum("deviation" in row for row in core.values()),
        gaps=sum("gap" in row for row in core.values()),
    )
    for number, title in CHAPTERS.items():
        of_chapter = {each: row for each, row in core.items() if each.split(".")[0] == str(number)}
        if of_chapter:
            yield f"\n## V{number} {title}\n\n"
            lines = ((each, str(row["level"]), row["rule"], answers[each]) for each, row in of_chapter.items())
            yield from table(("row", "level", "rule", "shown by"), lines)
    yield MORE
    more = (
        (each, str(row["level"]), row["rule"], _answer(row, tests.get(each))) for each, row in rows()["more"].items()
    )
    yield from table(("row", "level", "rule", "shown by"), more)


def _answer(row: dict[str, Any], tests: Counter[str] | None) -> str:
    parts = [f"**{kind.capitalize()}.** {row[kind]}" for kind in ("deviation", "gap") if kind in row]
    if tests:
        parts.append(", ".join(_link(path, count) for path, count in tests.items()))
    return " ".join(parts)


def _link(path: str, count: int) -> str:
    name = path.removeprefix("tests/").removesuffix(".py")
    return f"[{name}](../../{path})" + (f" {count}" if count > 1 else "")
