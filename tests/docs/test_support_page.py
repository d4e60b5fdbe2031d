"""docs/support.md goes as printed."""

import sys
from pathlib import Path

from tests.docs.blocks import run
from tests.support.live import Live


def test_the_support_helps_as_printed(tmp_path: Path) -> None:
    with Live(tmp_path / "instance") as live:
        gatepost = f"{sys.executable} -m gatepost"
        run("docs/support.md", tmp_path, {"http://127.0.0.1:8087": live.url, ".venv/bin/gatepost": gatepost})
