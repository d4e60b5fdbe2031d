"""docs/passkeys.md begins with a page that works as printed, in Chromium."""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from gatepost.passkeys.add_passkey import MOST
from tests.docs.blocks import ROOT, blocks, files, run
from tests.servers.processes import free_port
from tests.support.browser import Seen, needs_chromium, opened_browser, plug_in_authenticator
from tests.support.live import Live

PAGE = "docs/passkeys.md"


def test_the_text_has_the_numbers_of_the_code() -> None:
    assert f"at most {MOST}." in (ROOT / PAGE).read_text().replace("\n", " ")


@needs_chromium
def test_the_page_logs_in_with_a_passkey(tmp_path: Path) -> None:
    own = f"http://localhost:{free_port()}"
    (start,) = [text for kind, text in blocks(PAGE) if kind == "sh" and "./dev run" in text]
    settings = dict(re.findall(r"(GATEPOST_\w+)=(\S+)", start.replace("http://localhost:8000", own)))
    assert settings
    with Live(tmp_path / "instance", **settings) as live:
        api = live.url.replace("127.0.0.1", "localhost")
        run(PAGE, tmp_path, {"http://127.0.0.1:8087": live.url, "http://localhost:8087": api})
        assert list(files(PAGE)) == ["passkey.html"]
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
        page.get_by_placeholder("password").fill("password")
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page.locator("#said")).to_have_text("Logged in, with 0 passkeys.")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.locator("#said")).to_have_text("Added: Passkey.")
        page.reload()
        page.get_by_role("button", name="Log in with a passkey").click()
        expect(page.locator("#said")).to_have_text("Logged in, with 1 passkeys.")
        assert [line for line in seen.said if "error" in line and "favicon" not in line and "404" not in line] == []
