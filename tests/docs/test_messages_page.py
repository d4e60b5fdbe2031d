"""docs/messages.md lists every message with its values, and its example works."""

import re
from pathlib import Path

from gatepost.environment import load_settings
from gatepost.messaging.templates.catalogue import MESSAGES, SHIPPED_LOCALES
from gatepost.messaging.templates.check_templates import check_templates
from gatepost.messaging.templates.render import render
from tests.docs.blocks import ROOT, blocks
from tests.web.endpoints import ENDPOINTS

PAGE = (ROOT / "docs" / "messages.md").read_text()


def rows(heading: str) -> dict[str, list[str]]:
    """The table below this row, by its first column: what is set as code in its last."""
    table = PAGE.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    cells = [line.strip("|").split(" | ") for line in table]
    return {row[0].strip(" `"): re.findall("`(.*?)`", " ".join(row[1:])) for row in cells}


def test_every_message_is_listed_with_its_values() -> None:
    assert rows("message") == {name: list(values) for name, values in MESSAGES.items()}
    assert all(f"`{locale}`" in PAGE for locale in SHIPPED_LOCALES)


def test_the_example_of_a_template_works(tmp_path: Path) -> None:
    [example] = [text for kind, text in blocks("docs/messages.md") if kind == "jinja"]
    (tmp_path / "messages" / "en").mkdir(parents=True)
    (tmp_path / "messages" / "en" / "login.txt").write_text(example)
    settings = load_settings({}, instance=tmp_path)
    check_templates(settings)
    values = {"username": "ada", "code": "123456", "link": "https://x", "minutes": 10}
    mail = render("login", channel="email", locale="en", values=values, settings=settings)
    assert mail.subject == "Your way into Gatepost"
    assert mail.text.startswith("Hi ada, here is your code: 123456 (or https://x).")


def test_the_links_lead_to_these_endpoints() -> None:
    paths = {purpose: code[0] for purpose, code in rows("purpose").items()}
    spent_at = dict(
        re.findall(r'^  (\w+): "(user.*)",$', (ROOT / "gatepost/pages/assets/link.js").read_text(), re.MULTILINE)
    )
    assert paths == {purpose: f"/{path}" for purpose, path in spent_at.items()}
    known = {endpoint.path.rstrip("/") for endpoint in ENDPOINTS.values() if endpoint.method == "POST"}
    assert {path.rstrip("/") for path in paths.values()} <= known
