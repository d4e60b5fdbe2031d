"""docs/development.md names the commands of ./dev, and the parts of both CI runs in their order."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "development.md").read_text()


def test_every_command_and_option_of_dev_is_explained() -> None:
    told = subprocess.run([sys.executable, ROOT / "dev", "help"], capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^(\./dev [a-z]+) ", told, re.MULTILINE)
    options = re.findall(r"^ +(--[a-z-]+) ", told, re.MULTILINE)
    assert len(commands) == 9
    assert [name for name in commands + options if f"| `{name}`" not in PAGE] == []


@pytest.mark.parametrize(("script", "column"), [("run", 0), ("nightly", 1)])
def test_the_parts_of_ci_are_those_that_run(script: str, column: int) -> None:
    shown = re.findall(r"^\| \d+ \| (?:`(.+?)` )?\| `(.+?)` \|$", PAGE, re.MULTILINE)
    parts = re.findall(r'^ +"(.+?)"', (ROOT / ".ci" / script).read_text(), re.MULTILINE)
    assert [row[column] for row in shown if row[column]] == [".ci/servers", *parts]
