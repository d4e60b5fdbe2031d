"""The machinery of ./dev mutants, on a small checkout: only a test that ran and failed kills a mutant."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.checkout import make_checkout, try_mutants

TRIED = ("bound", "process", "skips", "set_up", "notices_nothing", "import")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def tried(checkout: Path) -> subprocess.CompletedProcess[str]:
    return try_mutants(checkout, *TRIED)


def fate(tried: subprocess.CompletedProcess[str], name: str) -> list[str]:
    return re.findall(rf"^(\w+) +[\d.]+ s  {name}: the door is closed\n +(.+)", tried.stdout, re.MULTILINE)


def test_a_module_that_has_imported_from_the_weakened_one_sees_it(tried: subprocess.CompletedProcess[str]) -> None:
    assert fate(tried, "bound") == [("killed", "test_bound")]


def test_a_process_that_a_test_starts_sees_the_mutant_in_a_copy(tried: subprocess.CompletedProcess[str]) -> None:
    assert fate(tried, "process") == [("again", "1 tests passed"), ("killed", "test_process")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("skips", "skipped: test_skips"),
        ("set_up", "an error instead of a failure: test_set_up"),
        ("notices_nothing", "1 tests passed"),
        ("import", "an error instead of a failure: tests.test_import"),
    ],
)
def test_what_is_no_failure_of_a_test_kills_nothing(
    tried: subprocess.CompletedProcess[str], name: str, words: str
) -> None:
    assert fate(tried, name) == [("again", words), ("ALIVE", words)]


def test_it_fails_and_names_those_that_live(tried: subprocess.CompletedProcess[str]) -> None:
    assert tried.returncode == 1
    alive = tried.stdout.partition("these could go unnoticed")[2].split("\n  ")[1:]
    assert [name.strip() for name in alive] == ["skips", "set_up", "notices_nothing", "import"]


def test_it_succeeds_where_all_are_killed(checkout: Path) -> None:
    done = try_mutants(checkout, "bound", "process")
    assert (done.returncode, "Each of 2 controls was taken out" in done.stdout) == (0, True)


@pytest.mark.parametrize("name", ["always_fails", "always_skips"])
def test_tests_have_to_pass_and_not_to_skip_without_a_mutant(checkout: Path, name: str) -> None:
    done = try_mutants(checkout, name)
    assert (done.returncode, "with every control in its place" in done.stdout) == (1, True)
    assert f"test_{name}" in done.stdout
    assert "killed" not in done.stdout


def test_nothing_of_a_mutant_is_left(checkout: Path, tried: subprocess.CompletedProcess[str]) -> None:
    assert "killed" in tried.stdout
    command = [sys.executable, "-c", "from gatepost.door import is_open; print(is_open())"]
    imported = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True)
    assert imported.stdout == "False\n"
    assert (checkout / "gatepost" / "door.py").read_text().endswith("return False\n")
