"""docs/browser-sessions.md begins with a page that works as printed, in Chromium."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.docs.blocks import ROOT, blocks, files
from tests.servers.processes import free_port
from tests.support.browser import Seen, needs_chromium, opened_browser
from tests.support.live import Live
from tests.web.endpoints import ENDPOINTS

PAGE = "docs/browser-sessions.md"


def test_the_page_names_each_log_in() -> None:
    named = set(re.findall(r"`(?:POST )?(/user/login[^`]*)`", (ROOT / PAGE).read_text()))
    public = [each for each in ENDPOINTS.values() if each.access.name == "public"]
    log_ins = [each for each in public if "session" in getattr(each.body, "model_fields", ())]
    assert named == {each.path.replace("<name:provider>", "<provider>") for each in log_ins}


@pytest.mark.asvs("3.3.4")
@needs_chromium
def test_the_page_goes_from_registration_to_log_out(tmp_path: Path) -> None:
    own = f"http://localhost:{free_port()}"
    (start,) = [text for kind, text in blocks(PAGE) if kind == "sh" and "./dev run" in text]
    settings = dict(re.findall(r"(GATEPOST_\w+)=(\S+)", start.replace("http://localhost:8000", own)))
    assert settings.keys() == {"GATEPOST_BROWSER_ORIGINS"}
    with Live(tmp_path / "instance", **settings) as live:
        assert list(files(PAGE)) == ["session.html"]
        text = files(PAGE)["session.html"].replace("http://localhost:8087", live.url.replace("127.0.0.1", "localhost"))
        (tmp_path / "session.html").write_text(text)
        command = [sys.executable, "-m", "http.server", own.rpartition(":")[2], "--bind", "127.0.0.1"]
        with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL) as server:
            try:
                with opened_browser(tmp_path) as browser:
                    walk(browser.new_page(), f"{own}/session.html")
            finally:
                server.terminate()


def walk(page: Page, address: str) -> None:
    """ada registers, logs in, loads the page again, changes something and logs out."""
    seen, said = Seen(page), page.locator("#said")
    page.goto(address)
    expect(said).to_have_text("Nobody is logged in.")
    page.get_by_placeholder("username").fill("ada")
    page.get_by_placeholder("mobile, to register").fill("01799999999")
    page.get_by_placeholder("password").fill("password")
    page.get_by_role("button", name="Register").click()
    expect(said).to_have_text("Registered. Now log in.")
    page.get_by_role("button", name="Log in").click()
    expect(said).to_have_text("Logged in as ada, gender: unknown.")
    page.reload()
    expect(said).to_have_text("Logged in as ada, gender: unknown.")
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    page.get_by_role("button", name="Change something").click()
    expect(said).to_have_text("Logged in as ada, gender: Female.")
    [cookie] = [each for each in page.context.cookies() if each["name"] == "gatepost-session"]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
    page.get_by_role("button", name="Log out").click()
    expect(said).to_have_text("Nobody is logged in.")
    page.reload()
    expect(said).to_have_text("Nobody is logged in.")
    assert [each for each in page.context.cookies() if each["name"] == "gatepost-session"] == []
    assert [
        line for line in seen.said if "error" in line and "favicon" not in line and not re.search("40[14]", line)
    ] == []
