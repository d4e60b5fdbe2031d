"""A test whose server is missing is skipped with the command that installs it; where servers are required, it fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """\
import pytest
from tests.servers import engines
from tests.support import browser, ci


@pytest.mark.parametrize("number", range(3))
def test_on_postgresql(number, monkeypatch):
    monkeypatch.setitem(engines._PROGRAMS, "postgresql", lambda: None)
    monkeypatch.setenv("GATEPOST_TEST_ENGINES", "postgresql")
    engines.require("postgresql")


@browser.needs_chromium
def test_in_a_browser(tmp_path):
    with browser.opened_browser(tmp_path):
        pass


def test_for_another_reason():
    pytest.skip("not today")
"""


@pytest.mark.parametrize("workers", ["0", "1"])
@pytest.mark.parametrize("required", ["0", "1"])
def test_what_is_missing_is_told_at_the_end(tmp_path: Path, required: str, workers: str) -> None:
    (tmp_path / "test_all.py").write_text(TESTS)
    environment = {
        "PATH": "/nowhere",  # no chromium
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "GATEPOST_REQUIRE_ENGINES": required,
        "GATEPOST_TEST_ENGINES": "sqlite",
        "GATEPOST_TEST_PART": "",
    }
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.servers.plugin", "-n", workers]
    ran = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if required == "1":
        assert "4 failed, 1 skipped" in ran.stdout.splitlines()[-1]
        assert "SKIPPED" not in ran.stdout
        return
    *_, one, other, closing = ran.stdout.splitlines()
    assert {one, other} == {
        "SKIPPED 3 tests: postgresql is not installed: ./dev servers (macOS: brew install postgresql)",
        "SKIPPED 1 tests: chromium is not installed: ./dev servers",
    }
    assert "5 skipped" in closing
