"""Without names, ./dev mutants tries those that the change touches."""

from pathlib import Path

import pytest

from tests.mutants.change import NoSuchCommit, read_change
from tests.mutants.checkout import MUTANT, commit, git, make_checkout
from tests.mutants.choose import choose
from tests.mutants.mutant import parse_mutants

DOOR = "".join(MUTANT.format(name=name, file=f"rooms/test_{name}", test=name) for name in ("front", "back"))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MUTANTS_BASE", raising=False)
    root = make_checkout(tmp_path / "checkout")
    write(root, "tests/mutants/door.toml", DOOR)
    commit(root, "2025-12-01T12:00:00Z")
    git(root, "commit", "-q", "--allow-empty", "-m", "nothing")
    git(root, "checkout", "-q", "-b", "change")
    return root


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def chosen(root: Path, base: str | None = None) -> list[str] | None:
    """The names of those that are tried there; None for all, because there is no older commit."""
    mutants = parse_mutants((root / "tests/mutants/door.toml").read_text())
    change = read_change(root, base)
    return change and [mutant.name for mutant in choose(mutants, change)[0]]


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("gatepost/door.py", ["front", "back"]),
        ("gatepost/hall.py", []),
        ("docs/door.md", []),
        ("tests/rooms/test_front.py", ["front"]),
        ("tests/rooms/test_side.py", []),
        ("tests/rooms/conftest.py", ["front", "back"]),
        ("tests/attic/conftest.py", []),
        ("tests/conftest.py", ["front", "back"]),
        ("tests/support/people.py", ["front", "back"]),
        ("tests/mutants/forks.py", ["front", "back"]),
        ("tests/mutants/test_forks.py", []),
        ("requirements-dev.txt", ["front", "back"]),
    ],
)
@pytest.mark.parametrize("committed", [True, False])
def test_those_are_tried_whose_file_or_tests_a_change_touches(
    checkout: Path, file: str, names: list[str], committed: bool
) -> None:
    write(checkout, file, "changed = True\n")
    if committed:
        commit(checkout)
    assert chosen(checkout) == names


def test_one_whose_entry_is_new_or_other_is_tried(checkout: Path) -> None:
    third = MUTANT.format(name="third", file="rooms/test_third", test="third")
    write(checkout, "tests/mutants/door.toml", DOOR.replace("return True", "return 1", 1) + third)
    assert chosen(checkout) == ["front", "third"]


def test_a_change_begins_where_its_branch_left_main(checkout: Path) -> None:
    write(checkout, "gatepost/door.py", "changed = True\n")
    commit(checkout)
    write(checkout, "gatepost/hall.py", "changed = True\n")
    last = commit(checkout)
    assert chosen(checkout) == ["front", "back"]
    assert chosen(checkout, "HEAD~1") == []
    assert chosen(checkout, last) == []


def test_on_main_itself_the_last_day_of_commits_is_the_change(checkout: Path) -> None:
    git(checkout, "checkout", "-q", "main")
    assert chosen(checkout) == []
    write(checkout, "gatepost/door.py", "changed = True\n")
    commit(checkout, "2026-01-02T18:00:00Z")
    assert chosen(checkout) == ["front", "back"]
    write(checkout, "gatepost/hall.py", "changed = True\n")
    commit(checkout, "2026-01-03T12:00:00Z")
    assert chosen(checkout) == ["front", "back"]
    write(checkout, "gatepost/hall.py", "changed = 2\n")
    commit(checkout, "2026-01-03T19:00:00Z")
    assert chosen(checkout) == []


def test_all_are_tried_where_no_commit_is_a_day_older(checkout: Path) -> None:
    git(checkout, "checkout", "-q", "--orphan", "first")
    git(checkout, "branch", "-q", "-D", "main")
    commit(checkout)
    assert chosen(checkout) is None


def test_the_environment_names_another_base(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(checkout, "gatepost/door.py", "changed = True\n")
    monkeypatch.setenv("MUTANTS_BASE", commit(checkout))
    assert chosen(checkout) == []


def test_a_base_that_does_not_exist_is_refused(checkout: Path) -> None:
    with pytest.raises(NoSuchCommit):
        read_change(checkout, "nowhere")
