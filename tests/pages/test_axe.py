"""No page breaks a rule of WCAG 2.2 A or AA that axe-core can check: light, dark, on a phone, and in Arabic."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from gatepost.app import PAGES
from tests.pages.visits import NOT_LOOKED_AT, VISITS, Visit
from tests.pages.world import World, sample_world
from tests.support import npm
from tests.support.browser import needs_chromium

PACKAGE = Path(__file__).parent / "axe"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
RUN = """async () => {
  const values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
WIDER = "() => document.documentElement.scrollWidth > innerWidth"


def test_every_page_is_looked_at_or_it_is_said_why_not() -> None:
    declared = {page.path for room in PAGES for page in room.pages if page.method == "GET"}
    assert {visit.path for visit in VISITS} == declared - NOT_LOOKED_AT.keys()
    assert NOT_LOOKED_AT.keys() <= declared


@needs_chromium
@pytest.mark.long
def test_no_page_breaks_a_rule_for_accessibility_in_any_look(tmp_path: Path) -> None:
    script = npm.install(PACKAGE, tmp_path / "npm") / "node_modules/axe-core/axe.min.js"
    with sample_world(tmp_path) as world, ExitStack() as stack:
        windows: dict[tuple[str, str], Page] = {}
        for of in world.states:
            for language in ("en-GB", "ar"):
                window = stack.enter_context(world.window(of, locale=language))
                window.add_init_script(path=script)
                windows[of, language] = window.new_page()
        found = [line for visit in VISITS for line in seen(world, windows, visit)]
    assert found == []


def seen(world: World, windows: dict[tuple[str, str], Page], visit: Visit) -> Iterator[str]:
    """The faults of a page, in all looks. It is loaded once a language."""
    page = windows[visit.of, "en-GB"]
    looks: dict[str, dict[str, Any]] = {"light": {}, "dark": {"color_scheme": "dark"}, "phone": {"viewport": PHONE}}
    page.set_viewport_size(DESK)
    world.visit(page, visit)
    for look, shown in looks.items():
        page.emulate_media(color_scheme=shown.get("color_scheme", "light"))
        page.set_viewport_size(shown.get("viewport", DESK))
        yield from (f"{visit.at}, {look}: {line}" for line in page.evaluate(RUN))
    yield from too_wide(page, visit, "phone")
    page = windows[visit.of, "ar"]
    page.set_viewport_size(DESK)
    world.visit(page, visit)
    yield from (f"{visit.at}, Arabic: {line}" for line in page.evaluate(RUN))
    page.set_viewport_size(PHONE)
    yield from too_wide(page, visit, "phone, Arabic")


def too_wide(page: Page, visit: Visit, look: str) -> Iterator[str]:
    if page.evaluate(WIDER):
        yield f"{visit.at}, {look}: it is wider than 320 pixels (1.4.10)"
