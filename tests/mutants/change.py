"""What a change touches: the files, and the mutants as they were before it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import Mutant, parse_mutants

_DAY = 24 * 60 * 60
_NAMES = ("origin/main", "main")


class NoSuchCommit(Exception):
    """The base that somebody named does not exist. Its text says so."""


@dataclass(frozen=True, slots=True)
class Change:
    """All that differs from the commit *base*, committed or not. *since* describes that commit for people."""

    since: str
    files: frozenset[str]
    before: dict[str, Mutant]


def read_change(root: Path, base: str | None) -> Change | None:
    """The change since *base*, or since the commit that ``_find_base`` finds; None where there is no such commit."""
    if (found := (base, base) if base else _find_base(root)) is None:
        return None
    since = found[1]
    if not (commit := _git(root, "rev-parse", "--verify", "-q", f"{found[0]}^{{commit}}")):
        raise NoSuchCommit(f"git knows no commit {found[0]}")
    tracked = _git(root, "diff", "--name-only", "--no-renames", "-z", commit, "--")
    new = _git(root, "ls-files", "-z", "--others", "--exclude-standard")
    files = frozenset(filter(None, (tracked + new).split("\0")))
    return Change(f"{since} ({_git(root, 'rev-parse', '--short', commit)})", files, _mutants_at(root, commit))


def _find_base(root: Path) -> tuple[str, str] | None:
    """The commit that the change starts from, and how it was found.

    It is MUTANTS_BASE; otherwise the commit where this branch left the main branch; otherwise, because HEAD is
    on the main branch itself, the last commit that is a day older than HEAD.
    """
    if named := os.environ.get("MUTANTS_BASE"):
        return named, named
    head = _git(root, "rev-parse", "--verify", "-q", "HEAD")
    for name in _NAMES if head else ():
        commit = _git(root, "merge-base", "HEAD", name)
        if commit and commit != head:
            return commit, f"this branch left {name}"
    made = _git(root, "show", "-s", "--format=%ct", "HEAD")
    older = made and _git(root, "rev-list", "-1", f"--before={int(made) - _DAY}", "HEAD")
    return (older, "the day before the last commit") if older else None


def _mutants_at(root: Path, commit: str) -> dict[str, Mutant]:
    listed = _git(root, "ls-tree", "-z", "--name-only", commit, "tests/mutants/").split("\0")
    texts = [_git(root, "show", f"{commit}:{name}") for name in listed if name.endswith(".toml")]
    try:
        return {mutant.name: mutant for text in texts for mutant in parse_mutants(text)}
    except (TypeError, ValueError, KeyError):  # entries had other keys then, so each is new
        return {}


def _git(root: Path, *words: str) -> str:
    """What git says; nothing where it fails."""
    ran = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    return ran.stdout.strip() if ran.returncode == 0 else ""
