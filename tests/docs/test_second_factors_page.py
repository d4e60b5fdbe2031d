"""docs/second-factors.md goes as printed."""

import shutil
from pathlib import Path

from tests.docs.blocks import run
from tests.support.ci import skip_outside_ci
from tests.support.live import Live


def test_an_app_is_enrolled_and_asked_for_as_printed(tmp_path: Path) -> None:
    if not shutil.which("oathtool"):
        skip_outside_ci("oathtool is not installed: ./dev servers")
    with Live(tmp_path / "instance") as live:
        run("docs/second-factors.md", tmp_path, {"http://127.0.0.1:8087": live.url})
