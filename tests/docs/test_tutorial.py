"""docs/tutorial.md works as printed, in both languages, and its page does in Chromium."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import blocks, files, run
from tests.docs.passkey_pages import walk
from tests.servers.processes import free_port
from tests.support.browser import needs_chromium
from tests.support.ci import skip_outside_ci
from tests.support.live import Live

TUTORIAL = "docs/tutorial.md"
SERVED_AT = "http://localhost:8001"


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


def test_it_has_programs_in_both_languages_and_a_page() -> None:
    assert {name.rpartition(".")[2] for name in files(TUTORIAL)} == {"py", "mjs", "html"}


@needs_chromium
def test_its_page_logs_in_with_a_passkey(tmp_path: Path) -> None:
    own = f"http://localhost:{free_port()}"
    (start,) = [text for kind, text in blocks(TUTORIAL) if kind == "sh" and SERVED_AT in text]
    settings = dict(re.findall(r"(GATEPOST_\w+)=(\S+)", start.replace(SERVED_AT, own)))
    with Live(tmp_path / "instance", **settings) as live:
        run(TUTORIAL, tmp_path, {"http://127.0.0.1:8087": live.url}, only="python3 first.py")
        walk(own, tmp_path, password="enchantress", logged_in="Logged in. Passkeys: {}.")
