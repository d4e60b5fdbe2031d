"""The run of all tests in two parts: each test is in one of them, and the second judges what both have reached."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import parts

TESTS = """\
import os
import pytest
from tests.reach.plugin import watch
from tests.reach.watch import Sent, Write


@pytest.mark.parametrize("engine", ["sqlite", "mariadb", "postgresql"])
def test_of_the_database(engine):
    if engine == "mariadb":
        watch.sent.add(Sent(engine, True, Write("INSERT INTO users", "changed rows"), "somewhere"))


def test_of_nothing():
    pass


@pytest.mark.walks_again
def test_that_walks_again():
    pass


@pytest.mark.parametrize("word", ["a", "b", "c", "d"])
def test_of_a_word(word):
    pass
"""


def run(folder: Path, part: str, workers: str) -> str:
    """The output of a run of all tests in *folder*."""
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.servers.plugin", "-p", "tests.reach.plugin"]
    environment = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "GATEPOST_TEST_ENGINES": "", "GATEPOST_TEST_PART": part}
    return subprocess.run(
        [*command, "-rp", "-n", workers],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.mark.parametrize("workers", ["0", "1"])
def test_each_test_is_in_one_part_and_the_second_judges_both(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_all.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = .\nmarkers = walks_again\n")
    first, second, third = (run(tmp_path, part, workers) for part in (parts.SERVERS, parts.REST, parts.REST))
    assert "5 passed" in first.splitlines()[-1], first
    assert "PASSED test_all.py::test_of_a_word[c]" in first
    assert "Writes that no test" not in first
    assert "4 passed" in second.splitlines()[-1], second
    assert "PASSED test_all.py::test_of_a_word[b]" in second
    assert "INSERT INTO users: not on sqlite (somewhere)" in second
    assert "INSERT INTO users: not on sqlite" not in third  # nothing of an earlier run counts


def test_another_part_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEPOST_TEST_PART", "half")
    with pytest.raises(pytest.UsageError, match="half"):
        parts.chosen()
