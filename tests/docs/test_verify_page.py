"""docs/verify.md works as printed, and shows the examples and the verifier as they are."""

import inspect
import re
import sys
from pathlib import Path

from gatepost.verify import Verifier
from tests.docs.blocks import ROOT, blocks, files, run
from tests.docs.test_tutorial import free_port
from tests.support.live import Live

PAGE = "docs/verify.md"


def test_it_goes_as_printed(tmp_path: Path) -> None:
    with Live(tmp_path / "instance") as live:
        replace = {
            "http://127.0.0.1:8087": live.url,
            "8000": str(free_port()),
            ".venv/bin/python": sys.executable,
            "examples/": f"{ROOT}/examples/",
        }
        run(PAGE, tmp_path, replace)


def test_what_it_shows_of_the_examples_is_in_them() -> None:
    examples = "".join(file.read_text() for file in (ROOT / "examples").rglob("*") if file.suffix in (".py", ".mjs"))
    shown = [
        text for kind, text in blocks(PAGE) if kind in ("python", "javascript") if text not in files(PAGE).values()
    ]
    assert len(shown) == 4
    assert [text for text in shown if text not in examples] == []


def test_every_page_that_fetches_keys_in_javascript_shows_the_snippet_of_the_example() -> None:
    """Otherwise a page could leave out cacheMaxAge, and readers would trust a revoked key for ten minutes."""
    example = (ROOT / "examples/javascript/signed_in.mjs").read_text()
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "examples/README.md"]
    fetching = re.compile(r"^[^\n]*createRemoteJWKSet\(.*?^\}\);$|createRemoteJWKSet", re.MULTILINE | re.DOTALL)
    shown = [(page.name, snippet) for page in pages for snippet in fetching.findall(page.read_text())]
    assert [name for name, _ in shown] == ["verify.md"]
    assert "cacheMaxAge" in shown[0][1]
    assert shown[0][1] in example


def test_the_table_of_verifiers_is_whole() -> None:
    section = (ROOT / PAGE).read_text().partition("## Other verifiers")[2].partition("\n## ")[0]
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 16
    assert {len(row) for row in rows} <= {5}


def test_it_names_every_choice_of_the_verifier_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", (ROOT / PAGE).read_text(), re.MULTILINE))
    choices = inspect.signature(Verifier).parameters
    assert [name for name in choices if name not in ("issuer", "now", "stopwatch")] == [*rows][1:]
    for name, shown in list(rows.items())[1:]:
        default = choices[name].default
        if default is not None:
            assert shown in (f"{default} s", f"`{default}`"), name
