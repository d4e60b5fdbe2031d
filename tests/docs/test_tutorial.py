"""docs/tutorial.md works as printed, in both languages."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import files, run
from tests.servers.processes import free_port
from tests.support.ci import skip_outside_ci
from tests.support.live import Live

TUTORIAL = "docs/tutorial.md"


@pytest.mark.parametrize("without", ["", "node "], ids=["with node", "without node"])
def test_the_first_afternoon_goes_as_printed(tmp_path: Path, without: str) -> None:
    if not without and shutil.which("node") is None:
        skip_outside_ci("node is not installed: ./dev servers")
    with Live(tmp_path / "instance") as live:
        replace = {
            "http://127.0.0.1:8087": live.url,
            "8000": str(free_port()),
            ".venv/bin/python": sys.executable,
        }
        run(TUTORIAL, tmp_path, replace, without=without)


def test_it_has_programs_in_both_languages() -> None:
    assert {name.rpartition(".")[2] for name in files(TUTORIAL)} == {"py", "mjs"}
