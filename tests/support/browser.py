"""A real browser, and what it did and said."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.ci import required, skip_outside_ci

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_ABSENT = "chromium is not installed: ./dev servers"
needs_chromium = pytest.mark.skipif(CHROMIUM is None and not required(), reason=_ABSENT)


class Seen:
    """What the browser did and said."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))


def plug_in_authenticator(page: Page) -> None:
    """Give *page* a virtual authenticator, which verifies its user and asks nobody."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@contextmanager
def opened_browser(home: Path) -> Iterator[Browser]:
    if CHROMIUM is None:
        skip_outside_ci(_ABSENT)
    options: dict[str, Any] = {"executable_path": CHROMIUM, "env": {**os.environ, "HOME": str(home)}}
    if os.geteuid() == 0:
        options["args"] = ["--no-sandbox"]
    expect.set_options(timeout=30_000)  # as long as a page may take: other tests have the processors, too
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests of a module."""
    with opened_browser(tmp_path_factory.mktemp("home")) as opened:
        yield opened
