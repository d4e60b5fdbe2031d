"""docs/console.md goes as printed, its steps in Chromium."""

import re
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.docs.blocks import ROOT, run
from tests.support.browser import needs_chromium, opened_browser
from tests.support.live import Live

_STEP = re.compile(r"^\d+\. (Open|Type|Press|See) (.*)$", re.MULTILINE)
_TYPED = re.compile(r"`(.*)` into \*\*(.*)\*\*")


def take(page: Page, verb: str, rest: str, url: str) -> None:
    """Take a step: open an address, type into a field with a label, press a link or button, or see a text."""
    if verb == "Open":
        page.goto(rest.strip("<>").replace("http://127.0.0.1:8087", url))
    elif verb == "Type":
        typed = _TYPED.fullmatch(rest)
        assert typed, rest
        page.get_by_label(typed[2], exact=True).fill(typed[1])
    elif verb == "Press":
        name = rest.strip("*")
        page.get_by_role("link", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).click()
    else:
        expect(page.get_by_text(rest.strip("*")).first).to_be_visible()


@needs_chromium
def test_the_steps_lead_where_the_page_says(tmp_path: Path) -> None:
    steps = _STEP.findall((ROOT / "docs/console.md").read_text())
    assert len(steps) == 18
    with Live(tmp_path / "instance") as live, opened_browser(tmp_path) as browser:
        gatepost = f"{sys.executable} -m gatepost"
        run("docs/console.md", tmp_path, {"http://127.0.0.1:8087": live.url, ".venv/bin/gatepost": gatepost})
        page = browser.new_page()
        for verb, rest in steps:
            take(page, verb, rest, live.url)
