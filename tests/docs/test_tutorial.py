"""docs/tutorial.md works as printed, in both languages, and its page does in Chromium."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.docs.blocks import blocks, files, run
from tests.servers.processes import free_port
from tests.support.browser import Seen, needs_chromium, opened_browser, plug_in_authenticator
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
        command = [sys.executable, "-m", "http.server", own.rpartition(":")[2], "--bind", "127.0.0.1"]
        with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as server:
            try:
                _walk(f"{own}/passkey.html", tmp_path)
            finally:
                server.terminate()


def _walk(address: str, home: Path) -> None:
    with opened_browser(home) as browser:
        page = browser.new_page()
        seen = Seen(page)
        plug_in_authenticator(page)
        page.goto(address)
        page.get_by_placeholder("username").fill("ada")
        page.get_by_placeholder("password").fill("enchantress")
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page.locator("#said")).to_have_text("Logged in. Passkeys: 0.")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.locator("#said")).to_have_text("Added: Passkey.")
        page.reload()
        page.get_by_role("button", name="Log in with a passkey").click()
        expect(page.locator("#said")).to_have_text("Logged in. Passkeys: 1.")
        assert [line for line in seen.said if "error" in line and "favicon" not in line and "404" not in line] == []
