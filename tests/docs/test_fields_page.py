"""docs/fields.md goes as printed, and names every key and type."""

import re
import sys
from pathlib import Path

import pytest

from gatepost.environment import load_settings
from gatepost.fields.declared import check_declarations
from gatepost.fields.kinds import KINDS
from gatepost.settings import BadSettings
from tests.docs.blocks import ROOT, blocks, run
from tests.support.live import Live

PAGE = "docs/fields.md"
BLOCKS = dict(blocks(PAGE))


def declare(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "fields.toml").write_text(text)


def test_fields_are_declared_written_read_and_told_as_printed(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    declare(folder, BLOCKS["toml"])
    with Live(folder) as live:
        gatepost = f"{sys.executable} -m gatepost"
        run(PAGE, tmp_path, {"http://127.0.0.1:8087": live.url, ".venv/bin/gatepost": gatepost})


def test_a_contradiction_stops_the_start_as_the_page_says(tmp_path: Path) -> None:
    wrong = BLOCKS["toml"].replace('write = ["administrator"]\ntoken', 'write = ["user"]\ntoken')
    declare(tmp_path, wrong.replace('read = ["user", "administrator", "service"]', 'read = ["administrator"]'))
    with pytest.raises(BadSettings) as refused:
        check_declarations(load_settings({}, instance=tmp_path))
    assert str(refused.value).replace(f"{tmp_path}", "instance") == BLOCKS["ini"].strip()


def test_it_names_every_key_and_type() -> None:
    text = (ROOT / PAGE).read_text()
    keys = {name for kind in KINDS.values() for name in kind.model_fields}
    assert {*keys, *KINDS} - set(re.findall(r"`(\w+)`", text)) == set()
