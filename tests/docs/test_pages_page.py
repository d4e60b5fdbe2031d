"""docs/pages.md begins with an app that works as printed, in Chromium."""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from gatepost.account import rooms
from tests.docs.blocks import ROOT, blocks, files
from tests.servers.processes import free_port
from tests.support.browser import Seen, needs_chromium, opened_browser
from tests.support.live import Live

PAGE = "docs/pages.md"
NOT_A_PAGE = {"/account/login/passkey", "/account/login/lost-factor", "/account/login/with/<name:provider>"}
NOT_A_PAGE |= {"/account/login/back", "/account/logout", "/account/confirm/code"}


def test_the_page_names_each_page_of_people_who_are_not_signed_in() -> None:
    named = set(re.findall(r"`(/account[^`]*)`", (ROOT / PAGE).read_text().split("## Where people")[0]))
    there = {page.path for room in rooms for page in room.pages}
    assert named <= there
    ways_in = {path for path in there if re.match(r"/account/(login|register|activate|forgot|reset|confirm)", path)}
    assert ways_in - NOT_A_PAGE <= named


@needs_chromium
def test_the_app_leads_to_sign_in_and_back(tmp_path: Path) -> None:
    own = f"http://localhost:{free_port()}"
    (start,) = [text for kind, text in blocks(PAGE) if kind == "sh" and "./dev run" in text]
    settings = dict(re.findall(r"(GATEPOST_\w+)=(\S+)", start.replace("http://localhost:8000", own)))
    assert settings.keys() == {"GATEPOST_RETURN_TO", "GATEPOST_BROWSER_ORIGINS"}
    with Live(tmp_path / "instance", **settings) as live:
        gatepost = live.url.replace("127.0.0.1", "localhost")
        (tmp_path / "app.html").write_text(files(PAGE)["app.html"].replace("http://localhost:8087", gatepost))
        command = [sys.executable, "-m", "http.server", own.rpartition(":")[2], "--bind", "127.0.0.1"]
        with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as server:
            try:
                with opened_browser(tmp_path) as browser:
                    walk(browser.new_page(), f"{own}/app.html", gatepost)
            finally:
                server.terminate()


def walk(page: Page, app: str, gatepost: str) -> None:
    seen, said = Seen(page), page.locator("#said")
    page.goto(app)
    expect(said).to_have_text("Nobody is signed in.")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Mobile number").fill("01799999999")
    page.get_by_label("Password").fill("a password of many words")
    page.get_by_role("button", name="Create an account").click()
    page.get_by_role("button", name="Activate").click()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a password of many words")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(said).to_have_text(re.compile("You are [0-9a-f-]{36}"))
    assert page.url == app
    page.get_by_role("link", name="Your account").click()
    expect(page).to_have_url(f"{gatepost}/account")
    assert [line for line in seen.said if "Failed to load resource" not in line] == []
