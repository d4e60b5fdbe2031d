"""docs/activation.md goes as printed."""

from pathlib import Path

from tests.docs.blocks import run
from tests.support.live import Live


def test_an_account_is_activated_by_a_code_as_printed(tmp_path: Path) -> None:
    with Live(tmp_path / "instance", GATEPOST_ACTIVATION="code") as live:
        run("docs/activation.md", tmp_path, {"http://127.0.0.1:8087": live.url})
