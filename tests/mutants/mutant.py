"""A control that is taken out on purpose, as the .toml files of this folder name it.

The heading is its name; ``control`` says what is taken out, ``old`` and ``new`` how, in ``file``, and ``tests`` which
of the tests notice it.
"""

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Lags(Exception):
    """The source or the tests have changed, and the mutant has not. Its text says what is to be mended."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A weakening that somebody could make without meaning to."""

    name: str
    control: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def is_module(self) -> bool:
        """Whether it weakens a module of Python; otherwise a template or a script of a page, which no import sees."""
        return self.file.endswith(".py")

    def weaken(self, root: Path) -> None:
        """Take the control out, in the copy of the source at *root*. Raises Lags."""
        path = root / self.file
        path.write_text(self.weakened(path.read_text()))

    def weakened(self, source: str) -> str:
        """*source* without the control. Raises Lags where it is not there exactly once, or where nothing changes."""
        if (found := source.count(self.old)) != 1:
            raise Lags(f"{self.file} has the old text {found} times, not once")
        weakened = source.replace(self.old, self.new)
        try:
            parse = ast.parse if self.is_module else ast.Constant
            changes = ast.dump(parse(source)) != ast.dump(parse(weakened))
        except SyntaxError as error:
            raise Lags(f"the new text is no Python: {error}") from None
        if not changes:
            raise Lags("the new text means the same as the old one")
        return weakened

    def lag(self, root: Path) -> str:
        """The reason why it cannot be tried yet; empty if there is none."""
        try:
            self.weakened((root / self.file).read_text())
        except (Lags, OSError) as lag:
            return f"{self.name}: {lag}"
        missing = self.missing_tests(root)
        return f"{self.name}: there is no {missing[0]}" if missing else ""

    def missing_tests(self, root: Path) -> list[str]:
        """The tests that it names and that are not there."""
        return [test for test in self.tests if test.partition("::")[2].partition("[")[0] not in _tests(root, test)]


def read_mutants() -> list[Mutant]:
    """All of them, in the order of the files."""
    return [
        mutant for path in sorted(Path(__file__).parent.glob("*.toml")) for mutant in parse_mutants(path.read_text())
    ]


def parse_mutants(text: str) -> list[Mutant]:
    """The mutants that one file describes."""
    return [
        Mutant(name, **(described | {"tests": tuple(described["tests"])}))
        for name, described in tomllib.loads(text).items()
    ]


def _tests(root: Path, test: str) -> set[str]:
    """The names of the tests in the file of *test*."""
    path = root / test.partition("::")[0]
    if not path.exists():
        return set()
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
