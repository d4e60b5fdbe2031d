"""docs/personal-tokens.md goes as printed, and says what holds."""

import re
from pathlib import Path

from gatepost.permissions import ACCOUNT_SCOPES
from tests.docs.blocks import ROOT, run
from tests.support.live import Live

PAGE = "docs/personal-tokens.md"


def test_a_user_makes_uses_and_revokes_a_token_as_printed(tmp_path: Path) -> None:
    with Live(tmp_path / "instance") as live:
        run(PAGE, tmp_path, {"http://127.0.0.1:8087": live.url})


def test_it_explains_each_scope() -> None:
    section = (ROOT / PAGE).read_text().partition("## Scopes")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z:]+)` \|", section, re.MULTILINE)) == set(ACCOUNT_SCOPES)
