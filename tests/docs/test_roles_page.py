"""docs/roles.md goes as printed, and its table is that of the code."""

import re
import sys
from pathlib import Path

from gatepost.permissions import BUILT_IN, PERMISSIONS
from tests.docs.blocks import ROOT, run
from tests.support.live import Live


def test_roles_are_given_and_refused_as_printed(tmp_path: Path) -> None:
    with Live(tmp_path / "instance") as live:
        gatepost = f"{sys.executable} -m gatepost"
        run("docs/roles.md", tmp_path, {"http://127.0.0.1:8087": live.url, ".venv/bin/gatepost": gatepost})


def test_the_table_has_the_permissions_of_the_code() -> None:
    page = (ROOT / "docs/roles.md").read_text()
    rows = re.findall(r"^\| `(\w+:\w+)` \| ([^|]+) \| (yes)? ?\| (yes)? ?\|$", page, re.MULTILINE)
    assert rows == [
        (name, means, "yes", "yes" if name in BUILT_IN["support"] else "") for name, means in PERMISSIONS.items()
    ]
