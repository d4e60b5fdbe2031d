"""A page with a passkey button, as the documentation prints it: served, and walked through in Chromium."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from tests.support.browser import Seen, opened_browser, plug_in_authenticator


def walk(own: str, home: Path, *, password: str, logged_in: str) -> None:
    """ada logs in at ``passkey.html`` in *home*, adds a passkey, and logs in with it.

    It is served at *own*. *logged_in* is the text of the page after a log-in, with ``{}`` for the number of passkeys.
    """
    command = [sys.executable, "-m", "http.server", own.rpartition(":")[2], "--bind", "127.0.0.1"]
    with subprocess.Popen(command, cwd=home, stderr=subprocess.DEVNULL) as server:
        try:
            _walk(f"{own}/passkey.html", home, password, logged_in)
        finally:
            server.terminate()


def _walk(address: str, home: Path, password: str, logged_in: str) -> None:
    with opened_browser(home) as browser:
        page = browser.new_page()
        seen = Seen(page)
        plug_in_authenticator(page)
        page.goto(address)
        page.get_by_placeholder("username").fill("ada")
        page.get_by_placeholder("password").fill(password)
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page.locator("#said")).to_have_text(logged_in.format(0))
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.locator("#said")).to_have_text("Added: Passkey.")
        page.reload()
        page.get_by_role("button", name="Log in with a passkey").click()
        expect(page.locator("#said")).to_have_text(logged_in.format(1))
        assert [line for line in seen.said if "error" in line and "favicon" not in line and "404" not in line] == []
