"""A test that is marked ``at_night`` waits for the night on MariaDB and PostgreSQL, unless it is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """\
import pytest
from tests.servers.night import deeper


@pytest.mark.at_night
@pytest.mark.parametrize("engine", ["sqlite", "mariadb", "postgresql"])
def test_takes_long(engine):
    assert deeper(1, 2) == {examples}


@pytest.mark.parametrize("engine", ["sqlite", "mariadb", "postgresql"])
def test_takes_no_time(engine):
    pass
"""
INI = "[pytest]\ntestpaths = .\nmarkers = at_night\n"


@pytest.mark.parametrize("workers", ["0", "1"])
@pytest.mark.parametrize(
    ("engines", "named", "passed", "examples"),
    [("", [], 4, 1), ("sqlite", [], 4, 1), ("all", [], 6, 2), ("", ["test_all.py"], 6, 2)],
    ids=["by day", "on SQLite", "at night", "named"],
)
def test_what_takes_long_waits_for_the_night_unless_it_is_named(
    tmp_path: Path, workers: str, engines: str, named: list[str], passed: int, examples: int
) -> None:
    (tmp_path / "test_all.py").write_text(TESTS.format(examples=examples))
    (tmp_path / "pytest.ini").write_text(INI)
    environment = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "GATEPOST_TEST_ENGINES": engines, "GATEPOST_TEST_PART": ""}
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.servers.plugin", "-n", workers, *named]
    ran = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert f"{passed} passed" in ran.stdout.splitlines()[-1], ran.stdout + ran.stderr
