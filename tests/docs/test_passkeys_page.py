"""docs/passkeys.md begins with a page that works as printed, in Chromium."""

import re
from pathlib import Path

from gatepost.passkeys.add_passkey import MOST
from tests.docs.blocks import ROOT, blocks, files, run
from tests.docs.passkey_pages import walk
from tests.servers.processes import free_port
from tests.support.browser import needs_chromium
from tests.support.live import Live

PAGE = "docs/passkeys.md"


def test_the_text_has_the_numbers_of_the_code() -> None:
    assert f"at most {MOST}." in (ROOT / PAGE).read_text().replace("\n", " ")


@needs_chromium
def test_the_page_logs_in_with_a_passkey(tmp_path: Path) -> None:
    own = f"http://localhost:{free_port()}"
    (start,) = [text for kind, text in blocks(PAGE) if kind == "sh" and "./dev run" in text]
    settings = dict(re.findall(r"(GATEPOST_\w+)=(\S+)", start.replace("http://localhost:8000", own)))
    assert settings
    with Live(tmp_path / "instance", **settings) as live:
        api = live.url.replace("127.0.0.1", "localhost")
        run(PAGE, tmp_path, {"http://127.0.0.1:8087": live.url, "http://localhost:8087": api})
        assert list(files(PAGE)) == ["passkey.html"]
        walk(own, tmp_path, password="password", logged_in="Logged in, with {} passkeys.")
